import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

/// What every churn model promises, and what each promises for itself.
@Suite struct ChurnModelTests {
  private let train = MadeRows.churn(2000, seed: 1)
  private let validation = MadeRows.churn(1000, firstCustomer: 2000, seed: 2)

  private func models() throws -> [(name: String, model: any ChurnModel)] {
    try ChurnFit(
      ChurnLearners.all(.balanced), rows: train.rows.appending(validation.rows, context: .serial), calibration: .auto,
      part: { Int($0) % 5 }, context: .serial
    ).candidates.map { ($0.name, $0.model) }
  }

  @Test("contributions and a bias that is the same for everybody add up to the raw score")
  func contributions() throws {
    for (name, model) in try models() {
      let odds = try model.logOdds(validation.rows.features, context: .serial)
      let contributions = try model.contributions(validation.rows.features, context: .serial)
      #expect(contributions.columns == Feature.count)
      let bias = odds.indices.map { row in
        odds[row] - (0..<Feature.count).reduce(0) { $0 + contributions[row, $1] }
      }
      let first = try #require(bias.first)
      #expect(bias.allSatisfy { abs($0 - first) < 1e-5 }, "\(name)")
      // The bias is no hiding place: contributions carry what tells customers apart.
      #expect((odds.max() ?? 0) - (odds.min() ?? 0) > 2, "\(name)")
    }
  }

  @Test("importances are shares that sum to 1, and the features of the law come first")
  func importances() throws {
    for (name, model) in try models() {
      let importance = model.importance
      #expect(importance.count == Feature.count && importance.allSatisfy { $0 >= 0 })
      #expect(abs(importance.reduce(0, +) - 1) < 1e-12, "\(name) \(importance.reduce(0, +))")
      let ranked = importance.indices.sorted { importance[$0] > importance[$1] }
      #expect(ranked.prefix(2) == [Feature.recencyDays.rawValue, Feature.orders90d.rawValue], "\(name)")
    }
  }

  @Test("the importance of a null counts for the feature that is null")
  func importanceOfNull() throws {
    var rows = train.rows
    // Nothing but the null says who churns.
    rows.labels = (0..<rows.count).map { rows.features[$0, Feature.gapMean.rawValue].isNaN ? 1 : Double($0 % 5 / 4) }
    let model = try ChurnLearners.logistic().fit(
      rows, validation: rows.selecting([], context: .serial), context: .serial)
    #expect(model.importance[Feature.gapMean.rawValue] > 0.5)
    #expect(abs(model.importance.reduce(0, +) - 1) < 1e-12)
  }

  @Test("features that say nothing: importances of 0, and the share of churners as probability")
  func constantModels() throws {
    var rows = train.rows
    rows.features = Matrix(rows: rows.count, columns: Feature.count, repeating: 3)
    let share = rows.labels.reduce(0, +) / Double(rows.count)
    for learner in [try ChurnLearners.logistic(), ChurnLearners.trees()] as [any ChurnLearner] {
      let model = try learner.fit(rows, validation: rows, context: .serial)
      #expect(model.importance.allSatisfy { $0 == 0 })
      let odds = try model.logOdds(rows.features, context: .serial)
      #expect(odds.allSatisfy { abs(sigmoid($0) - share) < 1e-4 })
    }
  }

  @Test("a stack adds up its members' log-odds, contributions and importances by its weights")
  func stackArithmetic() throws {
    let recency = FormulaModel { features, row in features[row, 0] }
    let orders = FormulaModel { features, row in features[row, Feature.orders90d.rawValue] }
    let stack = StackedChurnModel(members: [recency, orders], weights: [0.5, -2], intercept: 0.25)
    let odds = try stack.logOdds(train.rows.features, context: .serial)
    for row in 0..<20 {
      let known = (Double(train.rows.features[row, 0]), Double(train.rows.features[row, Feature.orders90d.rawValue]))
      let expected = 0.25 + 0.5 * known.0 - 2 * known.1
      #expect(abs(odds[row] - expected) < 1e-12)
    }
  }

  @Test(
    "on the rows it was fitted on a stack loses no more than the better of its members; a useless one counts little")
  func stackOnItsOwnRows() throws {
    var random = PhiloxGenerator(seed: 8)
    let truth = validation.truth
    let noisy = truth.map { $0 + random.normal() }
    let noise = truth.map { _ in random.normal() }
    let labels = validation.rows.labels
    let member = FormulaModel { _, _ in 0 }
    let stack = try StackedChurnModel(
      combining: [member, member], logOdds: [noisy, noise], labels: labels,
      weights: [Double](repeating: 1, count: labels.count), l2: 1, context: .serial)
    let loss = { (odds: [Double]) in
      logLoss(probabilities: odds.map { sigmoid($0) }, labels: labels.map { $0 > 0 }) ?? .infinity
    }
    let combined = zip(noisy, noise).map { stack.intercept + stack.weights[0] * $0 + stack.weights[1] * $1 }
    #expect(loss(combined) <= min(loss(noisy), loss(noise)))
    #expect(stack.weights[0] > 0.3 && stack.weights[0] < 1.1)
    #expect(abs(stack.weights[1]) < 0.2)
  }

  @Test(
    "linear inputs: logarithms of what is skewed, shares as they are, train medians where null, and a column that says so"
  )
  func linearInputs() throws {
    var features = Matrix<Float>(rows: 5, columns: Feature.count, repeating: 0)
    for (row, value) in [1, 7, 3, 100, Float.nan].enumerated() { features[row, Feature.gapMean.rawValue] = value }
    features[0, Feature.monetaryTotal.rawValue] = 99
    features[1, Feature.revenueSlope.rawValue] = -9
    features[2, Feature.returnRate.rawValue] = 0.5
    let inputs = try LinearInputs(learning: features, context: .serial)
    let columns = try inputs.transform(features, context: .serial)
    #expect(columns.columns == 34)
    #expect(abs(columns[0, Feature.monetaryTotal.rawValue] - log(100)) < 1e-12)
    #expect(abs(columns[1, Feature.revenueSlope.rawValue] + log(10)) < 1e-12)
    #expect(columns[2, Feature.returnRate.rawValue] == 0.5)
    #expect(inputs.fills[Feature.gapMean.rawValue] == 5)
    #expect(abs(columns[4, Feature.gapMean.rawValue] - log(6)) < 1e-12)
    #expect(columns.column(33) == [0, 0, 0, 0, 1])
    #expect(columns.elements.allSatisfy { $0.isFinite })
  }

  @Test("a blend says the mean of what its halves say, and explains itself by them")
  func blend() throws {
    let blend = try #require(
      try ChurnLearners.blend().fit(train.rows, validation: validation.rows, context: .serial) as? StackedChurnModel)
    let halves = blend.members
    #expect(halves.count == 2 && blend.weights == [0.5, 0.5] && blend.intercept == 0)
    let odds = try halves.map { try $0.logOdds(validation.rows.features, context: .serial) }
    let own = try blend.logOdds(validation.rows.features, context: .serial)
    for row in own.indices { #expect(abs(own[row] - (odds[0][row] + odds[1][row]) / 2) < 1e-12) }
    #expect(try blend.files.map(\.type) == ["json", "txt"])
    let learner = try ChurnLearners.blend()
    let again = try learner.refit(train.rows, like: [blend], context: .serial)
    #expect(again.boostingRounds == blend.boostingRounds && blend.boostingRounds == 40)
  }

  @Test("where a feature of the whole history is null, the largest that training saw takes its place")
  func missingHistory() throws {
    var features = Matrix<Float>(rows: 4, columns: Feature.count + HistoryFeature.count, repeating: 0)
    let column = Feature.count + HistoryFeature.orderAge3.rawValue
    for (row, value) in [10, Float.nan, 400, 50].enumerated() { features[row, column] = value }
    let inputs = try LinearInputs(learning: features, context: .serial).transform(features, context: .serial)
    #expect(inputs[1, column] == inputs[2, column] && abs(inputs[2, column] - log(401)) < 1e-12)
  }

  @Test("the logistic half of a blend reads the features of the whole history alone, where rows have them")
  func historyAlone() throws {
    let (rows, count) = (60, Feature.count + HistoryFeature.count)
    var features = Matrix<Float>(rows: rows, columns: count, repeating: 0)
    for row in 0..<rows {
      for column in 0..<count { features[row, column] = Float((row * 7 + column * 13) % 31) }
      if row % 3 == 0 { features[row, Feature.count + HistoryFeature.meanGap.rawValue] = .nan }
    }
    let labelled = LabelledRows(
      features: features, labels: (0..<rows).map { Double($0 * 5 % 7 < 3 ? 1 : 0) },
      customers: (0..<rows).map { Int32($0) }, snapshots: [Snapshot](repeating: Snapshot(day: 0), count: rows))
    let learner = LogisticChurnLearner(
      settings: try LogisticRegressionSettings(penalty: .ridge(strength: 10)).validated(), firth: .never,
      classWeights: .none, readsHistoryAlone: true)
    let model = try #require(
      try learner.fit(labelled, validation: labelled, context: .serial) as? LogisticChurnModel)
    #expect(model.inputs.fills.count == HistoryFeature.count)
    let contributions = try model.contributions(features, context: .serial)
    #expect(contributions.columns == count && model.importance.count == count)
    for column in 0..<Feature.count { #expect(contributions.column(column).allSatisfy { $0 == 0 }) }
    #expect(contributions.column(count - 1).contains { $0 != 0 })
    // Contributions explain the log-odds: both differ between two rows by the same.
    let odds = try model.logOdds(features, context: .serial)
    let sums = (0..<rows).map { row in (0..<count).reduce(0) { $0 + contributions[row, $1] } }
    for row in 1..<rows { #expect(abs((odds[row] - odds[0]) - (sums[row] - sums[0])) < 1e-9) }
    var others = features
    for column in 0..<Feature.count { others[3, column] += 100 }
    #expect(try model.logOdds(others, context: .serial) == odds)
    let without = try learner.fit(
      LabelledRows(
        features: Matrix(columns: (0..<Feature.count).map { features.column($0) }), labels: labelled.labels,
        customers: labelled.customers, snapshots: labelled.snapshots), validation: labelled, context: .serial)
    #expect((without as? LogisticChurnModel)?.inputs.fills.count == Feature.count)
  }

  @Test("clipped inputs stay within their limits, also far from anything seen; inputs inside are as without clipping")
  func clipping() throws {
    let plain = try LinearInputs(learning: train.rows.features, context: .serial)
    let clipped = try LinearInputs(learning: train.rows.features, clip: 1, context: .serial)
    var far = train.rows.features
    for row in 0..<10 { far[row, Feature.monetaryTotal.rawValue] = 1e12 }
    let (free, bounded) = (try plain.transform(far, context: .serial), try clipped.transform(far, context: .serial))
    let limits = try #require(clipped.limits)
    #expect(bounded.column(33) == free.column(33), "the indicator has no tails")
    for column in 0..<33 {
      let values = zip(free.column(column), bounded.column(column))
      let known = try plain.transform(train.rows.features, context: .serial).column(column)
      let mean = known.reduce(0, +) / Double(known.count)
      let deviation = (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)).squareRoot()
      for (value, kept) in values {
        #expect(kept >= mean - deviation - 1e-9 && kept <= mean + deviation + 1e-9)
        if abs(value - mean) < deviation - 1e-9 { #expect(kept == value) }
      }
    }
    #expect(limits.count == 33)
  }
}
