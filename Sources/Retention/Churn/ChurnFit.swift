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
  public let calibrator: Calibrator
  /// Calibrated churn probability of each validation row, each from a calibration fitted without that row's customer.
  public let validationProbabilities: [Double]
  public let validationLogLoss: Double
  public let validationBrier: Double

  /// Calibrated churn probabilities.
  public func probabilities(_ features: Matrix<Double>, parallelism: Parallelism) -> [Double] {
    calibrator.calibrate(model.logOdds(features, parallelism: parallelism).map { sigmoid($0) })
  }
}

/// All candidates, fitted on one train set and compared on one validation set.
public struct ChurnFit: Sendable {
  public let candidates: [FittedCandidate]
  public let validationLabels: [Double]
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
    let parts = validation.customers.map(part)
    var fitted: [FittedCandidate] = []
    var members: [(model: any ChurnModel, logOdds: [Double])] = []
    for candidate in candidates {
      switch candidate.kind {
      case .learner(let learner):
        let early = try learner.fit(training, validation: validation, parallelism: parallelism)
        let logOdds = early.logOdds(validation.features, parallelism: parallelism)
        let final = try learner.refit(training.appending(validation), like: early, parallelism: parallelism)
        members.append((final, logOdds))
        fitted.append(
          Self.calibrated(
            candidate.name, model: final, outOfSample: logOdds, labels: validation.labels, parts: parts,
            choice: calibration))
      case .stack(let l2):
        guard members.count > 1 else { continue }
        let memberLogOdds = members.map(\.logOdds)
        let stack = try StackedChurnModel(
          combining: members.map(\.model), logOdds: memberLogOdds, labels: validation.labels, l2: l2,
          parallelism: parallelism)
        // The stack's own out-of-sample log-odds: its weights come from the other customers.
        let logOdds = try crossFitted(parts: parts) { inside, outside in
          let partial = try StackedChurnModel(
            combining: members.map(\.model), logOdds: memberLogOdds.map { odds in inside.map { odds[$0] } },
            labels: inside.map { validation.labels[$0] }, l2: l2, parallelism: parallelism)
          return partial.combine(memberLogOdds.map { odds in outside.map { odds[$0] } })
        }
        fitted.append(
          Self.calibrated(
            candidate.name, model: stack, outOfSample: logOdds, labels: validation.labels, parts: parts,
            choice: calibration))
      }
    }
    self.candidates = fitted
    validationLabels = validation.labels
  }

  private static func calibrated(
    _ name: String, model: any ChurnModel, outOfSample logOdds: [Double], labels: [Double], parts: [Int],
    choice: ChurnSettings.Calibration
  ) -> FittedCandidate {
    let scores = logOdds.map { sigmoid($0) }
    let churned = labels.map { $0 > 0 }
    let calibrator = choice.calibrator(scores: scores, labels: churned)
    let honest = crossFitted(parts: parts) { inside, outside in
      let partial = choice.calibrator(
        scores: inside.map { scores[$0] }, labels: inside.map { churned[$0] })
      return partial.calibrate(outside.map { scores[$0] })
    }
    return FittedCandidate(
      name: name, model: model, calibrator: calibrator, validationProbabilities: honest,
      validationLogLoss: logLoss(probabilities: honest, labels: churned) ?? .infinity,
      validationBrier: brierScore(probabilities: honest, labels: churned) ?? .infinity)
  }
}

/// Values for all rows, each computed by what the rows of the other parts alone say.
///
/// - Parameter compute: (rows of the other parts, rows of this part) → a value for each of the latter.
func crossFitted(parts: [Int], _ compute: ([Int], [Int]) throws -> [Double]) rethrows -> [Double] {
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
  func calibrator(scores: [Double], labels: [Bool]) -> Calibrator {
    switch self {
    case .auto: chooseCalibrator(probabilities: scores, labels: labels).calibrator
    case .isotonic: .fit(.isotonic, probabilities: scores, labels: labels)
    case .platt: .fit(.platt, probabilities: scores, labels: labels)
    case .none: .identity
    }
  }
}
