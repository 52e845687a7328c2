public import Numerics

extension LogisticRegressionModel {
  /// Score of a row at the training means: what `contributions` are added to.
  public var baseline: Double {
    zip(coefficients, featureMeans).reduce(intercept) { $0 + $1.0 * $1.1 }
  }

  /// Log-odds for each row.
  ///
  /// - Parameter features: rows × features, in the order of training.
  public func decisionFunction(_ features: Matrix<Double>, parallelism: Parallelism = .serial) -> [Double] {
    precondition(features.columns == coefficients.count, "features in another number than in training")
    let rows = features.rows
    return [Double](unsafeUninitializedCapacity: rows) { scores, initialized in
      nonisolated(unsafe) let scores = scores.baseAddress
      features.elements.withUnsafeBufferPointer { elements in
        nonisolated(unsafe) let elements = elements
        parallelism.forEachChunk(of: rows) { range in
          guard let scores else { return }
          for row in range { scores[row] = intercept }
          for (column, coefficient) in coefficients.enumerated() where coefficient != 0 {
            for row in range { scores[row] += coefficient * elements[column * rows + row] }
          }
        }
      }
      initialized = rows
    }
  }

  /// P(y = 1) for each row.
  public func predictProbability(_ features: Matrix<Double>, parallelism: Parallelism = .serial) -> [Double] {
    decisionFunction(features, parallelism: parallelism).map(sigmoid)
  }

  /// coefficient · (value − training mean), rows × features: with `baseline` they add up to `decisionFunction`.
  public func contributions(_ features: Matrix<Double>) -> Matrix<Double> {
    precondition(features.columns == coefficients.count, "features in another number than in training")
    var result = features
    result.elements.withUnsafeMutableBufferPointer { elements in
      for (column, coefficient) in coefficients.enumerated() {
        for index in column * features.rows..<(column + 1) * features.rows {
          elements[index] = coefficient * (elements[index] - featureMeans[column])
        }
      }
    }
    return result
  }
}
