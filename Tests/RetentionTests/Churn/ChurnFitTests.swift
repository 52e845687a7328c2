import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct ChurnFitTests {
  private let train = MadeRows.churn(3000, seed: 1)
  private let validation = MadeRows.churn(1500, firstCustomer: 3000, seed: 2)
  private let later = MadeRows.churn(4000, firstCustomer: 9000, seed: 3)

  /// Rows of `train` and `validation` together, which the fit splits by customer.
  private func fit(
    _ candidates: [ChurnCandidate], _ calibration: ChurnSettings.Calibration = .auto,
    train: LabelledRows? = nil, validation: LabelledRows? = nil
  ) throws -> ChurnFit {
    try ChurnFit(
      candidates, rows: all(train: train, validation: validation), calibration: calibration, part: { Int($0) % 5 },
      context: .serial)
  }

  private func all(train: LabelledRows? = nil, validation: LabelledRows? = nil) throws -> LabelledRows {
    try (train ?? self.train.rows).appending(validation ?? self.validation.rows, context: .serial)
  }

  private func only(_ learner: any ChurnLearner) -> [ChurnCandidate] {
    [ChurnCandidate(name: "only", kind: .learner(learner))]
  }

  private func error(_ candidate: FittedCandidate, _ rows: MadeRows) throws -> Double {
    let predicted = try candidate.probabilities(rows.rows.features, context: .serial)
    return zip(predicted, rows.truth).reduce(0) { $0 + abs($1.0 - sigmoid($1.1)) } / Double(predicted.count)
  }

  // MARK: - Early stopping

  @Test("trees stop where the validation rows say, and the second fit grows that many")
  func earlyStopping() throws {
    let learner = ChurnLearners.trees(trees: 400)
    let early = try learner.fit(train.rows, validation: validation.rows, context: .serial)
    let model = try #require(early as? BoostedChurnModel).model
    let losses = model.trainingLog.compactMap(\.validationLoss)
    #expect(losses.count == model.bestIteration + 10 && losses.count < 400)
    #expect(losses.indices.min { losses[$0] < losses[$1] } == model.bestIteration - 1)
    let second = try learner.refit(
      train.rows.appending(validation.rows, context: .serial), like: [early], context: .serial)
    #expect(try #require(second as? BoostedChurnModel).model.bestIteration == model.bestIteration)
  }

  @Test("validation rows of noise stop trees sooner; without early stopping all are grown")
  func stoppingByNoise() throws {
    var noise = validation.rows
    noise.labels = noise.labels.indices.map { Double($0 % 2) }
    let count = { (learner: BoostedChurnLearner, rows: LabelledRows) in
      let model = try learner.fit(train.rows, validation: rows, context: .serial)
      return try #require(model as? BoostedChurnModel).model.bestIteration
    }
    #expect(try count(ChurnLearners.trees(trees: 400), noise) < count(ChurnLearners.trees(trees: 400), validation.rows))
    #expect(try count(ChurnLearners.trees(trees: 40, stopping: nil), noise) == 40)
  }

  @Test("stopping weighs the classes of the validation rows as training weighed its own")
  func stoppingUnderWeights() throws {
    let rare = MadeRows.churn(4000, level: -4, seed: 4).rows
    let held = MadeRows.churn(3000, level: -4, firstCustomer: 9000, seed: 5).rows
    let fitted = try ChurnLearners.trees(.balanced, trees: 400).fit(rare, validation: held, context: .serial)
    let model = try #require(fitted as? BoostedChurnModel).model
    let churned = rare.labels.reduce(0, +)
    let ratio = (Double(rare.count) - churned) / churned
    #expect(ratio > 3)
    // The model's own scores, without the weights taken off.
    let scores = try fitted.logOdds(held.features, context: .serial).map { $0 + log(ratio) }
    let loss = { (churner: Double) in
      let weights = held.labels.map { $0 > 0 ? churner : 1 }
      return held.labels.indices.reduce(0.0) {
        $0 + weights[$1] * (log1p(exp(scores[$1])) - held.labels[$1] * scores[$1])
      } / weights.reduce(0, +)
    }
    let logged = try #require(model.trainingLog[model.bestIteration - 1].validationLoss)
    #expect(abs(logged - loss(ratio)) < 1e-4)
    #expect(abs(logged - loss(1)) > 0.01)
  }

  // MARK: - Level and calibration

  @Test(
    "a season of its own among the rows enters once: the mean probability is the share of churners among all rows",
    arguments: [ChurnSettings.ClassWeights.none, .balanced])
  func seasonCountsOnce(weights: ChurnSettings.ClassWeights) throws {
    let season = MadeRows.churn(1500, level: 2, firstCustomer: 3000, seed: 2)
    let fit = try fit(ChurnLearners.all(weights), validation: season.rows)
    let all = try train.rows.appending(season.rows, context: .serial)
    let share = all.labels.reduce(0, +) / Double(all.count)
    #expect(season.rows.labels.reduce(0, +) / 1500 > share + 0.15)
    for candidate in fit.candidates {
      let mean = try candidate.probabilities(all.features, context: .serial).reduce(0, +) / Double(all.count)
      #expect(abs(mean - share) < 0.02, "\(candidate.name) \(mean) \(share)")
    }
  }

  @Test("the same law in both periods: probabilities come near the true ones", arguments: ChurnSettings.Calibration.all)
  func nearTruth(calibration: ChurnSettings.Calibration) throws {
    for candidate in try fit(ChurnLearners.all(), calibration).candidates {
      #expect(try error(candidate, later) < 0.06, "\(candidate.name)")
    }
  }

  @Test("class weights are taken back: they change how a model learns, and hardly what it says")
  func classWeightsMappedBack() throws {
    let (rare, held) = (
      MadeRows.churn(4000, level: -2, seed: 4), MadeRows.churn(1500, level: -2, firstCustomer: 9000, seed: 5)
    )
    let share = rare.rows.labels.reduce(0, +) / 4000
    #expect(share < 0.3)
    let fits = try [ChurnSettings.ClassWeights.none, .balanced].map {
      try fit(ChurnLearners.all($0), train: rare.rows, validation: held.rows)
    }
    let fresh = MadeRows.churn(3000, level: -2, firstCustomer: 20_000, seed: 6)
    for (plain, weighted) in zip(fits[0].candidates, fits[1].candidates) {
      #expect(try error(weighted, fresh) < error(plain, fresh) + 0.02, "\(plain.name)")
    }
    // Without calibration too: the log of the ratio of weights is taken off.
    let raw = try fit(only(ChurnLearners.logistic(.balanced)), .none, train: rare.rows, validation: held.rows)
    #expect(raw.candidates[0].level == 0 && raw.candidates[0].calibrator == .identity)
    #expect(try error(raw.candidates[0], fresh) < 0.05)
  }

  @Test(
    "calibration never reverses an order, and mends scores that are too sure", arguments: ChurnSettings.Calibration.all)
  func monotone(calibration: ChurnSettings.Calibration) throws {
    // Three times the true log-odds.
    let sure = RecordingChurnLearner { features, row in
      4.5 * (features[row, Feature.recencyDays.rawValue] - 2) - 3 * (features[row, Feature.orders90d.rawValue] - 2)
    }
    let candidate = try fit(only(sure), calibration).candidates[0]
    let raw = try candidate.model.logOdds(later.rows.features, context: .serial)
    let calibrated = try candidate.probabilities(later.rows.features, context: .serial)
    let order = raw.indices.sorted { raw[$0] < raw[$1] }
    for (low, high) in zip(order, order.dropFirst()) { #expect(calibrated[low] <= calibrated[high]) }
    #expect(calibrated.allSatisfy { $0 > 0 && $0 < 1 })
    let uncalibrated = zip(raw, later.truth).reduce(0) { $0 + abs(sigmoid($1.0) - sigmoid($1.1)) } / 4000
    #expect(uncalibrated > 0.1)
    #expect(try error(candidate, later) < 0.04)
  }

  // MARK: - Choice on honest rows

  @Test("a row's probability does not depend on the labels of its own customers' fold")
  func honestProbabilities() throws {
    var flipped = try all()
    for row in 0..<flipped.count where flipped.customers[row] % 5 == 2 { flipped.labels[row] = 1 - flipped.labels[row] }
    let candidates = [ChurnCandidate(name: "logistic", kind: .learner(try ChurnLearners.logistic()))]
    let first = try fit(candidates, .none).candidates[0].validationProbabilities
    let second = try ChurnFit(
      candidates, rows: flipped, calibration: .none, part: { Int($0) % 5 }, context: .serial
    ).candidates[0].validationProbabilities
    for row in first.indices {
      #expect((first[row] == second[row]) == (flipped.customers[row] % 5 == 2), "row \(row)")
    }
  }

  @Test("every fold is held out once, and nobody in it is among those who were learned from")
  func folds() throws {
    let recorder = RecordingChurnLearner()
    let rows = try all()
    _ = try fit(only(recorder))
    let fits = recorder.calls.filter { $0.kind == .fit }
    #expect(fits.count == 5)
    for call in fits {
      let held = try #require(call.validation)
      #expect(Set(held.customers.map { $0 % 5 }).count == 1)
      #expect(Set(held.customers).isDisjoint(with: call.training.customers))
      #expect(held.count + call.training.count == rows.count)
    }
    #expect(recorder.calls.last?.kind == .refit && recorder.calls.last?.training.count == rows.count)
  }

  @Test("the fit that is kept has as many rounds as the folds had on average")
  func meanRounds() throws {
    let learner = ChurnLearners.trees(trees: 400)
    let rows = try all()
    let rounds = try (0..<5).map { part in
      let fitted = try learner.fit(
        rows.rows(context: .serial) { Int($0) % 5 != part },
        validation: rows.rows(context: .serial) { Int($0) % 5 == part },
        context: .serial)
      return try #require(fitted.boostingRounds)
    }
    #expect(Set(rounds).count > 1)
    let kept = try #require(try fit(only(learner)).candidates[0].model.boostingRounds)
    #expect(kept == Int((Double(rounds.reduce(0, +)) / 5).rounded()))
  }

  @Test("rows of more weight move the fit and its level more")
  func weights() throws {
    var rows = try all()
    rows.weights = rows.labels.map { $0 > 0 ? 3 : 1 }
    let fit = try ChurnFit(
      ChurnLearners.all(), rows: rows, calibration: .platt, part: { Int($0) % 5 }, context: .serial)
    let churned = rows.labels.reduce(0, +)
    let share = 3 * churned / (2 * churned + Double(rows.count))
    for candidate in fit.candidates {
      let predicted = try candidate.probabilities(rows.features, context: .serial)
      let weights = rows.weights ?? []
      let mean = zip(predicted, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
      #expect(abs(mean - share) < 0.01, "\(candidate.name)")
    }
  }

  @Test("refitted on other rows a candidate keeps its rounds, weights and shape, and has those rows' level")
  func refitted() throws {
    let fit = try fit(ChurnLearners.all(), .platt)
    let season = MadeRows.churn(3000, level: 1, firstCustomer: 50_000, seed: 8).rows
    let share = season.labels.reduce(0, +) / 3000
    for (former, again) in zip(fit.candidates, try fit.refitted(on: season, context: .serial)) {
      #expect(again.name == former.name && again.calibrator == former.calibrator)
      #expect(again.model.boostingRounds == former.model.boostingRounds)
      let mean = try again.probabilities(season.features, context: .serial).reduce(0, +) / 3000
      #expect(abs(mean - share) < 0.03, "\(former.name)")
    }
  }

  @Test("each value comes from the other parts' rows alone")
  func crossFitting() {
    let parts = [0, 1, 2, 1, 0, 2, 2]
    let values = crossFitted(parts: parts) { inside, outside in
      #expect(Set(inside.map { parts[$0] }).isDisjoint(with: outside.map { parts[$0] }))
      #expect(inside.count + outside.count == parts.count)
      return outside.map { Double(10 * parts[$0] + inside.count) }
    }
    #expect(values == [5, 15, 24, 15, 5, 24, 24])
  }

  @Test("the log-loss of a candidate is that of its out-of-fold probabilities")
  func validationLogLoss() throws {
    let rows = try all()
    for candidate in try fit(ChurnLearners.all()).candidates {
      let sum = zip(candidate.validationProbabilities, rows.labels).reduce(0.0) {
        $0 - log($1.1 > 0 ? $1.0 : 1 - $1.0)
      }
      #expect(abs(candidate.validationLogLoss - sum / Double(rows.count)) < 1e-12)
    }
  }

  @Test("a stack of one is no candidate; one of two comes last and keeps the members that were fitted again")
  func stack() throws {
    let logistic = ChurnCandidate(name: "logistic", kind: .learner(try ChurnLearners.logistic()))
    let stack = ChurnCandidate(name: "stack", kind: .stack(l2: 1))
    #expect(try fit([logistic, stack]).candidates.map(\.name) == ["logistic"])
    let fit = try fit(ChurnLearners.all())
    let stacked = try #require(fit.candidates.last?.model as? StackedChurnModel)
    #expect(stacked.members.count == 3)
    for (member, candidate) in zip(stacked.members, fit.candidates) {
      #expect(
        try member.logOdds(later.rows.features, context: .serial)
          == candidate.model.logOdds(later.rows.features, context: .serial))
    }
  }
}

extension ChurnSettings.Calibration {
  static let all: [ChurnSettings.Calibration] = [.auto, .platt, .isotonic]
}
