package import Numerics

extension GradientBoostingModel: Predictor {
  /// Sum of the leaves each row falls in: log-odds, values or logs of values (see `GradientBoostingObjective`).
  ///
  /// - Parameter features: rows × features, columns in the order of `featureNames`.
  package func rawScores(_ features: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> [Double] {
    precondition(features.columns == featureNames.count, "prediction needs the columns of training")
    return try forest.scores(features, context: context)
  }

  /// Predictions on the scale of the targets: probabilities for the logistic objective.
  ///
  /// - Parameter features: rows × features, columns in the order of `featureNames`.
  package func predict(_ features: Matrix<Float>, context: ExecutionContext) throws(Cancelled) -> [Double] {
    var predictions = try rawScores(features, context: context)
    try objective.respond(to: &predictions, context: context)
    return predictions
  }

  /// What a feature's importance adds up.
  package enum ImportanceKind: String, Sendable, Hashable, CaseIterable {
    /// Loss reduction of its splits.
    case gain
    /// Number of its splits.
    case split
  }

  /// One number per feature, in the order of `featureNames`.
  package func featureImportance(_ kind: ImportanceKind) -> [Double] {
    var importance = [Double](repeating: 0, count: featureNames.count)
    for tree in trees {
      for node in tree.nodes {
        let part =
          switch kind {
          case .gain: node.gain
          case .split: 1.0
          }
        importance[node.feature] += part
      }
    }
    return importance
  }
}
