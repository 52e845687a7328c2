package import Learning
package import Numerics

/// A model that the config names, before fitting.
package struct ChurnCandidate: Sendable {
  package enum Kind: Sendable {
    case learner(any ChurnLearner)
    /// A linear combination of the log-odds of all learners before it.
    case stack(l2: Double)
  }

  package let name: String
  package let kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Of one fit or refit.
  var plannedWork: PlannedWork? {
    if case .learner(let learner) = kind { learner.plannedWork } else { nil }
  }
}

/// One fitted candidate with its calibration, and what it earned on rows it was not fitted on.
package struct FittedCandidate: Sendable {
  package let name: String
  package let model: any ChurnModel
  /// Added to the model's log-odds before `calibrator`: the model's own level, on all rows it was fitted on.
  package let level: Double
  /// The shape of the probabilities, learned on rows that the model was not fitted on.
  package let calibrator: Calibrator
  /// Calibrated churn probability of each row, each from a model and a calibration fitted without that row's customer.
  package let validationProbabilities: [Double]
  package let validationLogLoss: Double
  package let validationBrier: Double

  /// Calibrated churn probabilities.
  ///
  /// - Parameter features: rows × columns, as in training; NaN where null.
  /// - Throws: `Cancelled`.
  package func probabilities(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
    try probabilities(logOdds: model.logOdds(features, context: context), context: context)
  }

  /// Calibrated churn probabilities from the model's log-odds.
  package func probabilities(logOdds: [Double], context: ExecutionContext) throws(Cancelled) -> [Double] {
    try calibrator.calibrate(logOdds.map { sigmoid($0 + level) }, context: context)
  }

  /// Calibrated churn probability from the model's log-odds.
  package func probability(logOdds: Double) -> Double { calibrator(sigmoid(logOdds + level)) }

  func replacing(model: any ChurnModel, level: Double) -> FittedCandidate {
    FittedCandidate(
      name: name, model: model, level: level, calibrator: calibrator,
      validationProbabilities: validationProbabilities, validationLogLoss: validationLogLoss,
      validationBrier: validationBrier)
  }
}

/// All candidates, fitted on the same rows and compared on what they say of customers whom they had not seen.
///
/// The rows are split into folds by customer. Every fold is predicted by models that learned from the other folds, at all
/// snapshots, so that nothing of its customers was known; these out-of-fold predictions stop, stack, calibrate and
/// compare. A later snapshot of the same customers would not do: its rows share customers, and much of the label window,
/// with those that were learned from. The models that are kept are then fitted on all rows, with the number of rounds
/// that the folds found.
package struct ChurnFit: Sendable {
  package let candidates: [FittedCandidate]
  /// Labels of the rows, in the order of `FittedCandidate.validationProbabilities`.
  package let validationLabels: [Double]
  private let plans: [CandidatePlan]
  private let calibration: ChurnSettings.Calibration
  /// Folds of customers.
  static let parts = 5

  /// What a fit of `candidates` reports as progress at most.
  static func plannedWork(_ candidates: [ChurnCandidate]) -> PlannedWork? {
    plannedRefit(candidates).map { PlannedWork((parts + 1) * $0.count, unit: $0.unit) }
  }

  /// What `refitted` reports as progress at most.
  static func plannedRefit(_ candidates: [ChurnCandidate]) -> PlannedWork? {
    let works = candidates.compactMap(\.plannedWork)
    return works.first.map { first in
      PlannedWork(works.filter { $0.unit == first.unit }.reduce(0) { $0 + $1.count }, unit: first.unit)
    }
  }

  /// - Parameters:
  ///   - rows: with their weights in training, if any.
  ///   - part: fold of a customer, 0..<`parts`.
  /// - Throws: `Cancelled`, or what a learner throws.
  package init(
    _ candidates: [ChurnCandidate], rows: LabelledRows, calibration: ChurnSettings.Calibration,
    part: @Sendable (Int32) -> Int, context: ExecutionContext
  ) throws {
    // All fits of every candidate, so that what is left shows from the beginning.
    let contexts = candidates.map { candidate in
      (0...Self.parts).map { _ in context.announcing(candidate.plannedWork) }
    }
    let parts = rows.customers.map(part)
    let held = try OutOfFold(candidates, rows, parts: parts, contexts, quiet: context.quiet)
    let comparison = CalibrationRows(rows: rows, parts: parts, choice: calibration, context: context.quiet)
    var (fitted, plans) = ([FittedCandidate](), [CandidatePlan]())
    var members: [Int] = []
    for (index, candidate) in candidates.enumerated() {
      switch candidate.kind {
      case .learner(let learner):
        let model = try learner.refit(rows, like: held.models[index], context: contexts[index][Self.parts])
        members.append(fitted.count)
        plans.append(.learner(learner, early: held.models[index]))
        fitted.append(try comparison.calibrated(candidate.name, model: model, outOfSample: held.logOdds[index]))
      case .stack(let l2):
        guard members.count > 1 else { continue }
        let odds = candidates.indices.filter { !held.logOdds[$0].isEmpty && $0 < index }.map { held.logOdds[$0] }
        let stack = try comparison.stack(members.map { fitted[$0].model }, odds, l2: l2)
        plans.append(.stack(stack.model, members: members))
        fitted.append(try comparison.calibrated(candidate.name, model: stack.model, outOfSample: stack.outOfSample))
      }
    }
    self.candidates = fitted
    self.plans = plans
    self.calibration = calibration
    validationLabels = rows.labels
  }

  /// The candidates with the same rounds, weights and shapes of calibration, fitted on other rows, whose level they have.
  ///
  /// - Throws: `Cancelled`, or what a learner throws.
  package func refitted(on rows: LabelledRows, context: ExecutionContext) throws -> [FittedCandidate] {
    let contexts = plans.map { context.announcing($0.plannedWork) }
    var refitted: [FittedCandidate] = []
    for (index, plan) in plans.enumerated() {
      let model: any ChurnModel =
        switch plan {
        case .learner(let learner, let early): try learner.refit(rows, like: early, context: contexts[index])
        case .stack(let stack, let members): stack.replacing(members: members.map { refitted[$0].model })
        }
      let level = try calibration.level(of: model, on: rows, context: context.quiet)
      refitted.append(candidates[index].replacing(model: model, level: level))
    }
    return refitted
  }
}

/// How a candidate is fitted once more.
private enum CandidatePlan: Sendable {
  case learner(any ChurnLearner, early: [any ChurnModel])
  /// `members` are places among the fitted candidates.
  case stack(StackedChurnModel, members: [Int])

  var plannedWork: PlannedWork? {
    if case .learner(let learner, _) = self { learner.plannedWork } else { nil }
  }
}
