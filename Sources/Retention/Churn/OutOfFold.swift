import Learning
import Numerics

/// What models say of the rows of customers whom they did not see.
struct OutOfFold {
  /// By candidate and fold; none for a stack.
  private(set) var models: [[any ChurnModel]]
  /// By candidate and row; empty for a stack.
  private(set) var logOdds: [[Double]]

  init(
    _ candidates: [ChurnCandidate], _ rows: LabelledRows, parts: [Int], _ contexts: [[ExecutionContext]],
    quiet: ExecutionContext
  ) throws {
    models = candidates.map { _ in [] }
    logOdds = candidates.map { candidate in
      if case .learner = candidate.kind { [Double](repeating: .nan, count: rows.count) } else { [] }
    }
    for part in Set(parts).sorted() {
      let places = parts.indices.filter { parts[$0] == part }
      let held = try rows.selecting(places, context: quiet)
      let others = try rows.selecting(parts.indices.filter { parts[$0] != part }, context: quiet)
      for (index, candidate) in candidates.enumerated() {
        guard case .learner(let learner) = candidate.kind else { continue }
        let model = try learner.fit(others, validation: held, context: contexts[index][part])
        for (place, odds) in zip(places, try model.logOdds(held.features, context: quiet)) {
          logOdds[index][place] = odds
        }
        models[index].append(model)
      }
    }
  }
}

/// Rows with out-of-fold scores, as candidates are stacked, calibrated and compared on.
struct CalibrationRows {
  let rows: LabelledRows
  /// Fold of each row's customer.
  let parts: [Int]
  let choice: ChurnSettings.Calibration
  let context: ExecutionContext

  /// The stack, and its own out-of-fold log-odds: for these its weights come from the other customers.
  func stack(
    _ members: [any ChurnModel], _ logOdds: [[Double]], l2: Double
  ) throws -> (model: StackedChurnModel, outOfSample: [Double]) {
    let combined = { (places: [Int]) in
      try StackedChurnModel(
        combining: members, logOdds: logOdds.map { odds in places.map { odds[$0] } },
        labels: places.map { rows.labels[$0] },
        weights: places.map { rows.weights?[$0] ?? 1 }, l2: l2, context: context)
    }
    let outOfSample = try crossFitted(parts: parts) { inside, outside in
      try combined(inside).combine(logOdds.map { odds in outside.map { odds[$0] } })
    }
    return (try combined(Array(rows.labels.indices)), outOfSample)
  }

  func calibrated(_ name: String, model: any ChurnModel, outOfSample logOdds: [Double]) throws -> FittedCandidate {
    let honest = try crossFitted(parts: parts) { inside, outside in
      let (level, calibrator) = try calibration(logOdds, inside)
      return try calibrator.calibrate(outside.map { sigmoid(logOdds[$0] + level) }, context: context)
    }
    let churned = rows.labels.map { $0 > 0 }
    return FittedCandidate(
      name: name, model: model,
      level: try choice.level(of: model, on: rows, context: context),
      calibrator: try calibration(logOdds, Array(rows.labels.indices)).calibrator, validationProbabilities: honest,
      validationLogLoss: logLoss(probabilities: honest, labels: churned, weights: rows.weights) ?? .infinity,
      validationBrier: brierScore(probabilities: honest, labels: churned, weights: rows.weights) ?? .infinity)
  }

  /// What these rows say: the level of the out-of-fold scores, and the shape once that is set right.
  private func calibration(_ logOdds: [Double], _ places: [Int]) throws -> (level: Double, calibrator: Calibrator) {
    guard choice != .none else { return (0, .identity) }
    let (odds, churned) = (places.map { logOdds[$0] }, places.map { rows.labels[$0] })
    let weights = places.map { rows.weights?[$0] ?? 1 }
    let level = try levelShift(logOdds: odds, labels: churned, weights: weights, context: context)
    let scores = odds.map { sigmoid($0 + level) }
    return (level, try choice.calibrator(scores: scores, labels: churned.map { $0 > 0 }, weights: weights, context))
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
  /// What to add to the log-odds of `model` so that the mean probability of `rows` is their share of churners; 0 where
  /// nothing is calibrated.
  func level(
    of model: any ChurnModel, on rows: LabelledRows, context: ExecutionContext
  ) throws -> Double {
    guard self != .none else { return 0 }
    return try levelShift(
      logOdds: model.logOdds(rows.features, context: context), labels: rows.labels, weights: rows.weights,
      context: context)
  }

  /// Models are regularized enough for slopes near 1; without this prior, out-of-fold scores of a few hundred rows could
  /// reverse the slope, and everybody had one probability.
  private static let slopeDeviation = 0.25

  /// Fitted on rows that the model was not fitted on.
  func calibrator(
    scores: [Double], labels: [Bool], weights: [Double], _ context: ExecutionContext
  ) throws -> Calibrator {
    switch self {
    case .auto:
      try chooseCalibrator(
        probabilities: scores, labels: labels, weights: weights, slopeDeviation: Self.slopeDeviation, context: context
      ).calibrator
    case .isotonic: try .fit(.isotonic, probabilities: scores, labels: labels, weights: weights, context: context)
    case .platt:
      try .fitPlatt(
        probabilities: scores, labels: labels, weights: weights, slopeDeviation: Self.slopeDeviation, context: context)
    case .none: .identity
    }
  }
}
