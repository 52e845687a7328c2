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

  /// Of a fit, and of a refit as well.
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
  /// Calibrated churn probability of each validation row, each from a calibration fitted without that row's customer.
  package let validationProbabilities: [Double]
  package let validationLogLoss: Double
  package let validationBrier: Double

  /// Calibrated churn probabilities.
  ///
  /// - Parameter features: rows × 33; NaN where null.
  /// - Throws: `Cancelled`.
  package func probabilities(_ features: Matrix<Double>, context: ExecutionContext) throws -> [Double] {
    let logOdds = try model.logOdds(features, context: context)
    return try calibrator.calibrate(logOdds.map { sigmoid($0 + level) }, context: context)
  }
}

/// All candidates, fitted on one train set and compared on one validation set.
///
/// The share of churners that probabilities assume is that of all rows, and it enters once: the models that are kept are
/// fitted on all rows, and `FittedCandidate.level` is measured on them. The calibrator learns from the first fits, which
/// know the train rows alone, so it sees their validation scores moved to that same level, and adds shape, not level.
package struct ChurnFit: Sendable {
  package let candidates: [FittedCandidate]
  package let validationLabels: [Double]
  /// From the validation rows' share of churners to that of all rows, which is what the probabilities assume.
  package let labelShift: LabelShift
  /// Parts of the validation rows for cross-fitting, split by customer.
  static let parts = 5

  /// What a fit of `candidates` reports as progress at most.
  static func plannedWork(_ candidates: [ChurnCandidate]) -> PlannedWork? {
    let works = candidates.compactMap(\.plannedWork)
    return works.first.map { first in
      PlannedWork(works.filter { $0.unit == first.unit }.reduce(0) { $0 + 2 * $1.count }, unit: first.unit)
    }
  }

  /// - Parameters:
  ///   - training: rows every model is fitted on.
  ///   - validation: rows of later time or other customers; they stop, stack, calibrate and compare.
  ///   - part: part of a customer, 0..<`parts`.
  /// - Throws: `Cancelled`, or what a learner throws.
  package init(
    _ candidates: [ChurnCandidate], training: LabelledRows, validation: LabelledRows,
    calibration: ChurnSettings.Calibration,
    part: (Int32) -> Int, context: ExecutionContext
  ) throws {
    // Both fits of every candidate, so that what is left shows from the beginning.
    let contexts = candidates.map { candidate in
      let work = candidate.plannedWork
      return (fit: context.announcing(work), refit: context.announcing(work))
    }
    let all = try training.appending(validation, context: context)
    let shift = LabelShift(validation.labels, to: all.labels.reduce(0, +) / Double(max(all.count, 1)))
    let rows = CalibrationRows(
      labels: validation.labels, weights: shift.weights(validation.labels), parts: validation.customers.map(part),
      all: all, choice: calibration, context: context.quiet)
    var fitted: [FittedCandidate] = []
    var members: [(model: any ChurnModel, logOdds: [Double])] = []
    for (candidate, contexts) in zip(candidates, contexts) {
      switch candidate.kind {
      case .learner(let learner):
        let early = try learner.fit(training, validation: validation, context: contexts.fit)
        let logOdds = try early.logOdds(validation.features, context: context.quiet)
        let final = try learner.refit(all, like: early, context: contexts.refit)
        members.append((final, logOdds))
        fitted.append(try rows.calibrated(candidate.name, model: final, outOfSample: logOdds))
      case .stack(let l2):
        guard members.count > 1 else { continue }
        let stack = try rows.stack(members.map(\.model), members.map(\.logOdds), l2: l2)
        fitted.append(try rows.calibrated(candidate.name, model: stack.model, outOfSample: stack.outOfSample))
      }
    }
    self.candidates = fitted
    validationLabels = validation.labels
    labelShift = shift
  }
}

/// Rows that no model was fitted on, as candidates are stacked, calibrated and compared on.
private struct CalibrationRows {
  let labels: [Double]
  let weights: [Double]
  /// Part of each row's customer.
  let parts: [Int]
  /// These rows and the train rows, on which the models that are kept were fitted.
  let all: LabelledRows
  let choice: ChurnSettings.Calibration
  let context: ExecutionContext

  /// The stack, and its own out-of-sample log-odds: for these its weights come from the other customers.
  func stack(
    _ members: [any ChurnModel], _ logOdds: [[Double]], l2: Double
  ) throws -> (model: StackedChurnModel, outOfSample: [Double]) {
    let combined = { (rows: [Int]) in
      try StackedChurnModel(
        combining: members, logOdds: logOdds.map { odds in rows.map { odds[$0] } }, labels: rows.map { labels[$0] },
        weights: rows.map { weights[$0] }, l2: l2, context: context)
    }
    let outOfSample = try crossFitted(parts: parts) { inside, outside in
      try combined(inside).combine(logOdds.map { odds in outside.map { odds[$0] } })
    }
    let stack = try combined(Array(labels.indices))
    // Its intercept belongs to the first fits; the members that are kept have a level of their own.
    return (stack.addingToIntercept(try level(of: stack)), outOfSample)
  }

  func calibrated(_ name: String, model: any ChurnModel, outOfSample logOdds: [Double]) throws -> FittedCandidate {
    let honest = try crossFitted(parts: parts) { inside, outside in
      let (level, calibrator) = try calibration(logOdds, inside)
      return try calibrator.calibrate(outside.map { sigmoid(logOdds[$0] + level) }, context: context)
    }
    let churned = labels.map { $0 > 0 }
    return FittedCandidate(
      name: name, model: model, level: choice == .none ? 0 : try level(of: model),
      calibrator: try calibration(logOdds, Array(labels.indices)).calibrator, validationProbabilities: honest,
      validationLogLoss: logLoss(probabilities: honest, labels: churned, weights: weights) ?? .infinity,
      validationBrier: brierScore(probabilities: honest, labels: churned, weights: weights) ?? .infinity)
  }

  /// What these rows say of a first fit: its level, and the shape once that is set right.
  private func calibration(_ logOdds: [Double], _ rows: [Int]) throws -> (level: Double, calibrator: Calibrator) {
    guard choice != .none else { return (0, .identity) }
    let (odds, churned, kept) = (rows.map { logOdds[$0] }, rows.map { labels[$0] }, rows.map { weights[$0] })
    let level = try levelShift(logOdds: odds, labels: churned, weights: kept, context: context)
    let scores = odds.map { sigmoid($0 + level) }
    return (level, try choice.calibrator(scores: scores, labels: churned.map { $0 > 0 }, weights: kept, context))
  }

  private func level(of model: any ChurnModel) throws -> Double {
    try levelShift(logOdds: model.logOdds(all.features, context: context), labels: all.labels, context: context)
  }
}

/// Values for all rows, each computed by what the rows of the other parts alone say.
///
/// - Parameter compute: (rows of the other parts, rows of this part) → a value for each of the latter.
package func crossFitted(parts: [Int], _ compute: ([Int], [Int]) throws -> [Double]) rethrows -> [Double] {
  var values = [Double](repeating: .nan, count: parts.count)
  for part in Set(parts).sorted() {
    let outside = parts.indices.filter { parts[$0] == part }
    let inside = parts.indices.filter { parts[$0] != part }
    for (row, value) in zip(outside, try compute(inside, outside)) { values[row] = value }
  }
  return values
}

extension ChurnSettings.Calibration {
  /// Fitted on rows that the model was not fitted on.
  func calibrator(
    scores: [Double], labels: [Bool], weights: [Double], _ context: ExecutionContext
  ) throws -> Calibrator {
    switch self {
    case .auto:
      try chooseCalibrator(probabilities: scores, labels: labels, weights: weights, context: context).calibrator
    case .isotonic: try .fit(.isotonic, probabilities: scores, labels: labels, weights: weights, context: context)
    case .platt: try .fit(.platt, probabilities: scores, labels: labels, weights: weights, context: context)
    case .none: .identity
    }
  }
}
