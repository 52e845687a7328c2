package import Learning
package import Numerics

/// Logistic regression and trees with equal weights: p = σ(½ η_logistic + ½ η_trees).
///
/// Both are strongly regularized. They err in different places, and equal weights need no rows to be learned from.
package struct BlendedChurnLearner: ChurnLearner {
  package let logistic: LogisticChurnLearner
  package let trees: BoostedChurnLearner

  package init(logistic: LogisticChurnLearner, trees: BoostedChurnLearner) {
    self.logistic = logistic
    self.trees = trees
  }

  package var plannedWork: PlannedWork? { trees.plannedWork }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any ChurnModel {
    blend(
      try logistic.fit(training, validation: validation, context: context),
      try trees.fit(training, validation: validation, context: context))
  }

  package func refit(
    _ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext
  ) throws -> any ChurnModel {
    let members = models.compactMap { ($0 as? StackedChurnModel)?.members }
    return blend(
      try logistic.refit(rows, like: members.map { $0[0] }, context: context),
      try trees.refit(rows, like: members.map { $0[1] }, context: context))
  }

  private func blend(_ logistic: any ChurnModel, _ trees: any ChurnModel) -> any ChurnModel {
    StackedChurnModel(members: [logistic, trees], weights: [0.5, 0.5], intercept: 0, ownsMembers: true)
  }
}
