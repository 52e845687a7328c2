public import Learning
public import Numerics

/// A model that the config names, before fitting.
public struct ChurnCandidate: Sendable {
  public enum Kind: Sendable {
    case learner(any ChurnLearner)
    /// A linear combination of the log-odds of all learners before it.
    case stack(l2: Double)
  }

  public let name: String
  public let kind: Kind

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// One fitted candidate with its calibration, and what it earned on rows it was not fitted on.
public struct FittedCandidate: Sendable {
  public let name: String
  public let model: any ChurnModel
  /// Added to the model's log-odds before `calibrator`: the model's own level, on all rows it was fitted on.
  public let level: Double
  /// The shape of the probabilities, learned on rows that the model was not fitted on.
  public let calibrator: Calibrator
  /// Calibrated churn probability of each validation row, each from a calibration fitted without that row's customer.
  public let validationProbabilities: [Double]
  public let validationLogLoss: Double
  public let validationBrier: Double

  /// Calibrated churn probabilities.
  public func probabilities(_ features: Matrix<Double>, parallelism: Parallelism) -> [Double] {
    calibrator.calibrate(model.logOdds(features, parallelism: parallelism).map { sigmoid($0 + level) })
  }
}

/// All candidates, fitted on one train set and compared on one validation set.
///
/// The share of churners that probabilities assume is that of all rows, and it enters once: the models that are kept are
/// fitted on all rows, and `FittedCandidate.level` is measured on them. The calibrator learns from the first fits, which
/// know the train rows alone, so it sees their validation scores moved to that same level, and adds shape, not level.
public struct ChurnFit: Sendable {
  public let candidates: [FittedCandidate]
  public let validationLabels: [Double]
  /// From the validation rows' share of churners to that of all rows, which is what the probabilities assume.
  public let labelShift: LabelShift
  /// Parts of the validation rows for cross-fitting, split by customer.
  static let parts = 5

  /// - Parameters:
  ///   - training: rows every model is fitted on.
  ///   - validation: rows of later time or other customers; they stop, stack, calibrate and compare.
  ///   - part: part of a customer, 0..<`parts`.
  public init(
    _ candidates: [ChurnCandidate], training: LabelledRows, validation: LabelledRows,
    calibration: ChurnSettings.Calibration,
    part: (Int32) -> Int, parallelism: Parallelism
  ) throws {
    let all = training.appending(validation)
    let shift = LabelShift(validation.labels, to: all.labels.reduce(0, +) / Double(max(all.count, 1)))
    let rows = CalibrationRows(
      labels: validation.labels, weights: shift.weights(validation.labels), parts: validation.customers.map(part),
      all: all, choice: calibration, parallelism: parallelism)
    var fitted: [FittedCandidate] = []
    var members: [(model: any ChurnModel, logOdds: [Double])] = []
    for candidate in candidates {
      switch candidate.kind {
      case .learner(let learner):
        let early = try learner.fit(training, validation: validation, parallelism: parallelism)
        let logOdds = early.logOdds(validation.features, parallelism: parallelism)
        let final = try learner.refit(all, like: early, parallelism: parallelism)
        members.append((final, logOdds))
        fitted.append(rows.calibrated(candidate.name, model: final, outOfSample: logOdds))
      case .stack(let l2):
        guard members.count > 1 else { continue }
        let stack = try rows.stack(members.map(\.model), members.map(\.logOdds), l2: l2)
        fitted.append(rows.calibrated(candidate.name, model: stack.model, outOfSample: stack.outOfSample))
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
  let parallelism: Parallelism

  /// The stack, and its own out-of-sample log-odds: for these its weights come from the other customers.
  func stack(
    _ members: [any ChurnModel], _ logOdds: [[Double]], l2: Double
  ) throws -> (model: StackedChurnModel, outOfSample: [Double]) {
    let combined = { (rows: [Int]) in
      try StackedChurnModel(
        combining: members, logOdds: logOdds.map { odds in rows.map { odds[$0] } }, labels: rows.map { labels[$0] },
        weights: rows.map { weights[$0] }, l2: l2, parallelism: parallelism)
    }
    let outOfSample = try crossFitted(parts: parts) { inside, outside in
      try combined(inside).combine(logOdds.map { odds in outside.map { odds[$0] } })
    }
    let stack = try combined(Array(labels.indices))
    // Its intercept belongs to the first fits; the members that are kept have a level of their own.
    return (stack.addingToIntercept(level(of: stack)), outOfSample)
  }

  func calibrated(_ name: String, model: any ChurnModel, outOfSample logOdds: [Double]) -> FittedCandidate {
    let honest = crossFitted(parts: parts) { inside, outside in
      let (level, calibrator) = calibration(logOdds, inside)
      return calibrator.calibrate(outside.map { sigmoid(logOdds[$0] + level) })
    }
    let churned = labels.map { $0 > 0 }
    return FittedCandidate(
      name: name, model: model, level: choice == .none ? 0 : level(of: model),
      calibrator: calibration(logOdds, Array(labels.indices)).calibrator, validationProbabilities: honest,
      validationLogLoss: logLoss(probabilities: honest, labels: churned, weights: weights) ?? .infinity,
      validationBrier: brierScore(probabilities: honest, labels: churned, weights: weights) ?? .infinity)
  }

  /// What these rows say of a first fit: its level, and the shape once that is set right.
  private func calibration(_ logOdds: [Double], _ rows: [Int]) -> (level: Double, calibrator: Calibrator) {
    guard choice != .none else { return (0, .identity) }
    let (odds, churned, kept) = (rows.map { logOdds[$0] }, rows.map { labels[$0] }, rows.map { weights[$0] })
    let level = levelShift(logOdds: odds, labels: churned, weights: kept)
    let scores = odds.map { sigmoid($0 + level) }
    return (level, choice.calibrator(scores: scores, labels: churned.map { $0 > 0 }, weights: kept))
  }

  private func level(of model: any ChurnModel) -> Double {
    levelShift(logOdds: model.logOdds(all.features, parallelism: parallelism), labels: all.labels)
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
  func calibrator(scores: [Double], labels: [Bool], weights: [Double]) -> Calibrator {
    switch self {
    case .auto: chooseCalibrator(probabilities: scores, labels: labels, weights: weights).calibrator
    case .isotonic: .fit(.isotonic, probabilities: scores, labels: labels, weights: weights)
    case .platt: .fit(.platt, probabilities: scores, labels: labels, weights: weights)
    case .none: .identity
    }
  }
}
