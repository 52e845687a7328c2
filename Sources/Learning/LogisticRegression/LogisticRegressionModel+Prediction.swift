package import Numerics

extension LogisticRegressionModel: Predictor {
  /// Score of a row at the training means: what `contributions` are added to.
  package var baseline: Double {
    zip(coefficients, featureMeans).reduce(intercept) { $0 + $1.0 * $1.1 }
  }

  /// Log-odds for each row.
  ///
  /// - Parameter features: rows × features, in the order of training.
  package func decisionFunction(
    _ features: Matrix<Double>, context: ExecutionContext
  ) throws(Cancelled) -> [Double] {
    try scores(features, context) { $0 }
  }

  /// P(y = 1) for each row.
  ///
  /// - Parameter features: rows × features, in the order of training.
  package func predict(
    _ features: Matrix<Double>, context: ExecutionContext
  ) throws(Cancelled) -> [Double] {
    try scores(features, context, sigmoid)
  }

  private func scores(
    _ features: Matrix<Double>, _ context: ExecutionContext, _ response: @Sendable (Double) -> Double
  ) throws(Cancelled) -> [Double] {
    precondition(features.columns == coefficients.count, "features in another number than in training")
    let rows = features.rows
    context.progress.expect(rows, unit: "rows")
    return try features.elements.withUnsafeBufferPointer { elements throws(Cancelled) in
      nonisolated(unsafe) let elements = elements
      return try context.array(of: rows) { range, scores in
        for row in range { scores[row] = intercept }
        for (column, coefficient) in coefficients.enumerated() where coefficient != 0 {
          for row in range { scores[row] += coefficient * elements[column * rows + row] }
        }
        for row in range { scores[row] = response(scores[row]) }
        context.progress.advance(by: range.count)
      }
    }
  }

  /// coefficient · (value − training mean), rows × features: with `baseline` they add up to `decisionFunction`.
  package func contributions(
    _ features: Matrix<Double>, context: ExecutionContext
  ) throws(Cancelled) -> Matrix<Double> {
    precondition(features.columns == coefficients.count, "features in another number than in training")
    return try Matrix(rows: features.rows, columns: features.columns, context: context) { column, rows, output in
      let (coefficient, mean) = (coefficients[column], featureMeans[column])
      features.withColumn(column) { values in
        for row in rows { output[row] = coefficient * (values[row] - mean) }
      }
    }
  }
}
