import Numerics

extension LogisticRegressionLearner {
  /// What can be told without reading the features.
  func check(
    _ features: Matrix<Double>, _ labels: [Double], _ weights: [Double]?
  ) throws(LogisticRegressionError) {
    guard features.rows > 0 else { throw .noRows }
    guard labels.count == features.rows else {
      throw .lengthMismatch(what: "labels", found: labels.count, rows: features.rows)
    }
    if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .labelNotBinary(row: row, found: labels[row])
    }
    guard let weights else { return }
    guard weights.count == features.rows else {
      throw .lengthMismatch(what: "weights", found: weights.count, rows: features.rows)
    }
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidWeight(row: row, found: weights[row])
    }
  }

  /// What the profile of the features tells.
  func check(_ profile: FeatureProfile, _ features: Matrix<Double>, _ context: ExecutionContext) throws {
    guard profile.weight > 0 else { throw LogisticRegressionError.noRows }
    if profile.positiveWeight == 0 { throw LogisticRegressionError.singleClass(label: 0) }
    if profile.positiveWeight == profile.weight { throw LogisticRegressionError.singleClass(label: 1) }
    guard !profile.isFinite, let (row, column) = try features.firstNonFinite(context: context) else { return }
    throw LogisticRegressionError.nonFinite(row: row, column: column, found: features[row, column])
  }
}
