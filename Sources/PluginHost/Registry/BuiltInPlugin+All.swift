import Retention
import Settings

extension BuiltInPlugin {
  /// Every built-in plugin. This list is the only place where one is registered.
  package static let all: [BuiltInPlugin] = [
    .naming(.rfmRelative),
    .naming(.rfmCorrected),
    .naming(.rfmClassic),
    .naming(.valueThresholds),
    .strategies("standard", "What to do for the segments of the built-in namings", .standard),
    .allocation("lagrangian", "Best value for the budget, with a proof of how good the plan is") {
      LagrangianAllocation()
    },
    .allocation("greedy", "Highest value per unit of money first, one tier per customer") { GreedyAllocation() },
    .allocation("proportional", "The budget shared among segments by their priority") { ProportionalAllocation() },
    .segmentation("kmeans", "K-Means on the transformed, standardised features") { try KMeansSegmentation($0) },
    .segmentation("gaussian-mixture", "Normal distributions with soft memberships, their number by BIC") {
      try GaussianMixtureSegmentation($0)
    },
    .churn("logistic", "Logistic regression, fitted by Newton steps", section: "churn.logistic") {
      .learner(try LogisticChurnLearner($0))
    },
    .churn("gbdt", "Gradient-boosted trees for the probability of leaving", section: "churn.gbdt") {
      .learner(try BoostedChurnLearner($0))
    },
    .churn("blend", "The mean of a strongly regularized logistic regression and small trees", section: "churn.blend") {
      .learner(try BlendedChurnLearner($0))
    },
    .churn("stack", "A logistic combination of the other churn models", section: "churn.stack") {
      .stack(l2: try ChurnSettings($0.configuration).stackL2)
    },
    .lifetimeValue(
      "scaled-trees", "Gradient-boosted trees on the ratio of value to a linear scale of past spend",
      section: "clv.scaled_trees"
    ) { request, _ in try ScaledTreesLearner(request) },
    .lifetimeValue("scale", "A linear scale of past spend: recent, whole and decayed, net of returns") { _, _ in
      ScaleLearner()
    },
    .lifetimeValue("gbdt", "Gradient-boosted trees for revenue", section: "clv.gbdt") {
      try BoostedValueLearner($0, histories: $1)
    },
    .lifetimeValue("bgnbd", "BG/NBD for purchases and Gamma-Gamma for their value", section: "clv.bgnbd") {
      try BuyTillYouDieLearner($0, histories: $1)
    },
    .lifetimeValue("past-spend", "Baseline: the customer's revenue in the window, less returns") { _, _ in
      PastSpendLearner(.net)
    },
    .lifetimeValue("past-spend-gross", "Baseline: the customer's revenue in the window, as invoiced") { _, _ in
      PastSpendLearner(.gross)
    },
    .lifetimeValue("mean", "Baseline: the mean of the training customers") { _, _ in MeanValueLearner() },
  ]
}
