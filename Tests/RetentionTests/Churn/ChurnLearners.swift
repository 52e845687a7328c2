import Learning
import Numerics
import Retention

/// Learners small enough for a test.
enum ChurnLearners {
  static func logistic(_ weights: ChurnSettings.ClassWeights = .none) throws -> LogisticChurnLearner {
    LogisticChurnLearner(
      settings: try LogisticRegressionSettings(penalty: .ridge(strength: 1)).validated(), firth: .never,
      classWeights: weights)
  }

  static func trees(
    _ weights: ChurnSettings.ClassWeights = .none, trees: Int = 60, stopping: Int? = 10
  ) -> BoostedChurnLearner {
    var settings = GradientBoostingSettings(objective: .logistic)
    settings.numIterations = trees
    settings.numLeaves = 7
    settings.earlyStoppingRounds = stopping
    return BoostedChurnLearner(settings: settings, classWeights: weights)
  }

  static func blend() throws -> BlendedChurnLearner {
    let settings = try LogisticRegressionSettings(penalty: .ridge(strength: 333)).validated()
    return BlendedChurnLearner(
      logistic: LogisticChurnLearner(settings: settings, firth: .never, classWeights: .none, clip: 6),
      trees: trees(trees: 40, stopping: nil))
  }

  static func all(_ weights: ChurnSettings.ClassWeights = .none) throws -> [ChurnCandidate] {
    [
      ChurnCandidate(name: "logistic", kind: .learner(try logistic(weights))),
      ChurnCandidate(name: "gbdt", kind: .learner(trees(weights))),
      ChurnCandidate(name: "blend", kind: .learner(try blend())),
      ChurnCandidate(name: "stack", kind: .stack(l2: 1)),
    ]
  }
}

/// Everything that a churn run decides before the test snapshot is looked at, as bytes.
func decisions(_ outcome: ChurnOutcome) throws -> [String] {
  var texts = [
    "champion \(outcome.champion)", "thresholds \(outcome.thresholds)", "stakes \(outcome.stakes)",
    "train \(outcome.trainSnapshots)",
  ]
  for candidate in outcome.fit.candidates {
    texts.append("\(candidate.name) \(candidate.level) \(candidate.calibrator) \(candidate.validationProbabilities)")
    texts += try candidate.model.files.map(\.text)
  }
  return texts
}
