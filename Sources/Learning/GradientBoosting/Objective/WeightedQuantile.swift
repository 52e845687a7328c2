import Numerics

/// Σ weight · target / Σ weight.
func weightedMean(_ values: [Double], _ weights: [Double]?) -> Double {
  var sum = 0.0
  var total = 0.0
  for index in values.indices {
    let weight = weights?[index] ?? 1
    sum += weight * values[index]
    total += weight
  }
  return sum / total
}

/// As `weightedQuantile` for weights of 1; reorders its argument, which is not empty.
package func unweightedQuantile(_ probability: Double, _ values: inout [Double]) -> Double {
  let rank = (probability * Double(values.count)).rounded(.up)
  let place = min(max(1, Int(rank)), values.count) - 1
  return orderStatistic(place, of: &values)
}

/// The smallest value whose cumulative weight reaches `probability` of the whole; reorders its argument.
///
/// - Parameter pairs: value and weight, not empty.
package func weightedQuantile(_ probability: Double, _ pairs: inout [(value: Double, weight: Double)]) -> Double {
  pairs = ascendingOrder(of: pairs.map(\.value)).map { pairs[Int($0)] }
  let goal = probability * pairs.reduce(0) { $0 + $1.weight }
  var cumulative = 0.0
  for pair in pairs {
    cumulative += pair.weight
    if cumulative >= goal { return pair.value }
  }
  return pairs[pairs.count - 1].value
}
