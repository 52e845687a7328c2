import Foundation
import Retention

/// Cells in which the sweep and the oracle differ, in words.
func differences(
  _ block: SnapshotFeatures, _ rows: [FeatureOracle.Row], tolerance: Double, limit: Int = 5
) -> [String] {
  guard block.customers == rows.map(\.customer) else {
    let (ours, theirs) = (Set(block.customers), Set(rows.map(\.customer)))
    return ["rows of \(ours.symmetricDifference(theirs).sorted().prefix(limit)) on one side only"]
  }
  var found: [String] = []
  for (index, row) in rows.enumerated() {
    for feature in Feature.allCases where found.count < limit {
      let value = block[index, feature]
      if !agree(value, row[feature], tolerance) {
        let expected = row[feature].map { "\($0)" } ?? "null"
        found.append("day \(block.snapshot.day), customer \(row.customer), \(feature.name): \(value), not \(expected)")
      }
    }
  }
  return found
}

/// Relative to the value, and to 1 for values below; null is NaN on one side and nil on the other.
func agree(_ value: Double, _ expected: Double?, _ tolerance: Double) -> Bool {
  guard let expected else { return value.isNaN }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}
