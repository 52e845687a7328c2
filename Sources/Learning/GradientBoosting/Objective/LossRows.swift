/// The columns a loss reads; all of one length.
struct LossRows: Sendable {
  let scores: [Double]
  let targets: [Double]
  let weights: [Double]?
}

/// The columns a loss reads, as long as a pass lasts.
struct LossPointers {
  let scores: UnsafePointer<Double>
  let targets: UnsafePointer<Double>
  let weights: UnsafePointer<Double>?
}

/// Where derivatives go.
struct DerivativeOutput {
  let pairs: UnsafeMutablePointer<SIMD2<Float>>
  let scale: GradientPair

  @inline(__always)
  func write(_ pair: GradientPair, _ row: Int) {
    pairs[row] = SIMD2(Float(pair.gradient * scale.gradient), Float(pair.hessian * scale.hessian))
  }
}

extension LossRows {
  func withPointers<Result, Failure: Error>(
    _ body: (LossPointers) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try scores.withUnsafeBufferPointer { scores throws(Failure) in
      try targets.withUnsafeBufferPointer { targets throws(Failure) in
        guard let weights else {
          return try body(LossPointers(scores: scores.baseAddress!, targets: targets.baseAddress!, weights: nil))
        }
        return try weights.withUnsafeBufferPointer { weights throws(Failure) in
          try body(
            LossPointers(scores: scores.baseAddress!, targets: targets.baseAddress!, weights: weights.baseAddress!))
        }
      }
    }
  }
}
