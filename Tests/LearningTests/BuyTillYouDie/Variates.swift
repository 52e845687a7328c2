import Foundation
import TestSupport

/// Gamma(shape, 1) by Marsaglia & Tsang (2000).
func gammaVariate(_ shape: Double, _ generator: inout SplitMix) -> Double {
  if shape < 1 {
    let u = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
    return gammaVariate(shape + 1, &generator) * pow(u, 1 / shape)
  }
  let d = shape - 1.0 / 3
  let c = 1 / (9 * d).squareRoot()
  while true {
    let (u, w) = (Double.random(in: 1e-300..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
    let normal = (-2 * log(u)).squareRoot() * cos(2 * .pi * w)
    let v = pow(1 + c * normal, 3)
    guard v > 0 else { continue }
    let accept = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
    if log(accept) < normal * normal / 2 + d - d * v + d * log(v) { return d * v }
  }
}
