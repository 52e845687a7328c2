import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct ValueScaleTests {
  /// Rows whose spend columns are random, and whose values follow a law of them.
  private func rows(_ count: Int, fitted: Bool = true, _ law: ([Double]) -> Double) throws -> LabelledRows {
    var random = PhiloxGenerator(seed: 9)
    var spend = Matrix<Double>(rows: count, columns: SpendColumn.count)
    for row in 0..<count {
      for column in 0..<SpendColumn.count { spend[row, column] = 100 * random.uniform() * random.uniform() }
      if !fitted { spend[row, SpendColumn.buyTillYouDie.rawValue] = .nan }
    }
    let labels = (0..<count).map { row in law((0..<SpendColumn.count).map { spend[row, $0] }) }
    return LabelledRows(
      features: Matrix(rows: count, columns: 1), labels: labels, customers: (0..<count).map { Int32($0) },
      snapshots: [Snapshot](repeating: Snapshot(day: 18_500), count: count),
      spend: SpendInputs(
        values: spend, buyTillYouDie: fitted ? try retentionSettings("").lifetimeValue.buyTillYouDie : nil))
  }

  @Test("values that are sums of spend columns give back their factors")
  func recovers() throws {
    let rows = try rows(500) { 0.8 * $0[1] + 0.3 * $0[4] + 0.2 * $0[5] + 7 }
    let scale = try ValueScale(rows, context: .serial)
    for (found, expected) in zip(scale.coefficients, [0.8, 0, 0, 0.3, 0.2]) { #expect(abs(found - expected) < 1e-6) }
    #expect(abs(scale.constant - 7) < 1e-5 && scale.usesBuyTillYouDie)
    let scales = try scale.scales(of: rows.spend, context: .threads(2))
    for (found, label) in zip(scales, rows.labels) { #expect(abs(found - label) < 1e-4) }
  }

  @Test("no factor is negative, and every scale is above 0, also where less was spent the more there was before")
  func notNegative() throws {
    let rows = try rows(300) { max(0, 50 - $0[1]) }
    let scale = try ValueScale(rows, context: .serial)
    #expect(scale.coefficients.allSatisfy { $0 >= 0 } && scale.constant > 0)
    #expect(try scale.scales(of: rows.spend, context: .serial).allSatisfy { $0 > 0 })
  }

  @Test("without BG/NBD its column is left out, NaN and all")
  func withoutBuyTillYouDie() throws {
    let rows = try rows(300, fitted: false) { $0[1] + $0[2] }
    let scale = try ValueScale(rows, context: .serial)
    #expect(!scale.usesBuyTillYouDie && scale.coefficients.count == 4)
    #expect(try scale.scales(of: rows.spend, context: .serial).allSatisfy(\.isFinite))
  }

  @Test("gross spend is no predictor: what came back says nothing of what comes")
  func grossIsNone() throws {
    let rows = try rows(400) { $0[0] }
    let scale = try ValueScale(rows, context: .serial)
    let scales = try scale.scales(of: rows.spend, context: .serial)
    #expect(abs(try #require(spearman(scales, rows.labels))) < 0.3)
  }

  @Test("nothing ever came: the same scale for everybody")
  func nothing() throws {
    let rows = try rows(50) { _ in 0 }
    let scale = try ValueScale(rows, context: .serial)
    #expect(try scale.scales(of: rows.spend, context: .serial) == [Double](repeating: 1, count: 50))
  }

  @Test("rows count by their weights: later ones decide where earlier ones follow another law")
  func weights() throws {
    var rows = try rows(400) { $0[1] }
    for row in 0..<200 { rows.labels[row] *= 3 }
    rows.weights = (0..<400).map { $0 < 200 ? 1e-9 : 1 }
    #expect(abs(try ValueScale(rows, context: .serial).coefficients[0] - 1) < 1e-3)
  }
}

@Suite struct ScaledTreesTests {
  private func learner(_ trees: Int = 20) -> ScaledTreesLearner {
    var settings = GradientBoostingSettings(objective: .tweedie(power: 1.7))
    settings.numIterations = trees
    settings.numLeaves = 7
    settings.featureFraction = 0.5
    return ScaledTreesLearner(settings: settings)
  }

  private func snapshotRows(_ rows: LabelledRows) -> SnapshotRows {
    SnapshotRows(
      features: rows.features, customers: rows.customers, snapshot: Snapshot(day: 18_500), spend: rows.spend)
  }

  @Test("a value is the scale times the mean of the trees of two seeds, which differ")
  func arithmetic() throws {
    let rows = MadeRows.value(800, seed: 1).rows
    let model = try #require(
      try learner().fit(rows, validation: rows, context: .serial) as? ScaledTreesModel)
    #expect(model.models.count == 2 && model.models[0] != model.models[1])
    let fresh = MadeRows.value(100, firstCustomer: 2000, seed: 2).rows
    let single = fresh.features
    let ratios = try model.models.map { try $0.predict(single, context: .serial) }
    let scales = try model.scale.scales(of: fresh.spend, context: .serial)
    let values = try model.expectedValue(snapshotRows(fresh), context: .threads(2))
    for row in 0..<100 {
      #expect(abs(values[row] - scales[row] * (ratios[0][row] + ratios[1][row]) / 2) < 1e-9 * values[row])
    }
  }

  @Test("values grow with the currency's unit: in cents they are a hundred times those in euros")
  func currency() throws {
    let rows = MadeRows.value(800, seed: 3).rows
    var cents = rows
    cents.labels = rows.labels.map { 100 * $0 }
    let spend = try #require(rows.spend).values
    cents.spend = SpendInputs(
      values: Matrix(rows: spend.rows, columns: spend.columns, elements: spend.elements.map { 100 * $0 }),
      buyTillYouDie: nil)
    let euros = try learner().fit(rows, validation: rows, context: .serial)
    let other = try learner().fit(cents, validation: cents, context: .serial)
    let pairs = zip(
      try euros.expectedValue(snapshotRows(rows), context: .serial),
      try other.expectedValue(snapshotRows(cents), context: .serial))
    #expect(pairs.allSatisfy { abs($1 - 100 * $0) <= 1e-6 * $1 })
  }

  @Test("better than the scale alone where features say more than spend")
  func accuracy() throws {
    let rows = MadeRows.value(3000, seed: 5).rows
    let fresh = MadeRows.value(3000, firstCustomer: 9000, seed: 6).rows
    let trees = try learner(60).fit(rows, validation: rows, context: .serial)
    let scale = try ScaleLearner().fit(rows, validation: rows, context: .serial)
    let error = { (model: any LifetimeValueModel) in
      rmse(predicted: try model.expectedValue(snapshotRows(fresh), context: .serial), actual: fresh.labels) ?? .nan
    }
    #expect(try error(trees) < error(scale))
  }

  @Test("the ratio that is cut off at grows with the square root of the rows, from 10 on")
  func largestRatio() {
    let largest = [1, 10_000, 40_000, 250_000].map { ScaledTreesLearner.largestRatio(rows: $0) }
    #expect(largest == [10, 10, 20, 50])
  }

  @Test("ratios above 10 are cut off before trees learn, and what is cut off is spread over all in proportion")
  func cutOff() throws {
    var rows = MadeRows.value(800, seed: 8).rows
    let before = try ValueScale(rows, context: .serial).scales(of: rows.spend, context: .serial)
    let least = try #require(before.indices.min { before[$0] < before[$1] })
    rows.labels[least] = 400 * before[least]
    rows.weights = rows.labels.indices.map { $0 % 2 == 0 ? 1 : 0.5 }
    let model = try #require(try learner().fit(rows, validation: rows, context: .serial) as? ScaledTreesModel)
    let fitted = try ValueScale(rows, context: .serial)
    let scales = try fitted.scales(of: rows.spend, context: .serial)
    let cut = zip(rows.labels, scales).map { min($0, 10 * $1) }
    let sum = { (values: [Double]) in zip(values, rows.weights ?? []).reduce(0) { $0 + $1.0 * $1.1 } }
    let loading = sum(rows.labels) / sum(cut)
    #expect(loading > 1.01)
    for (found, scale) in zip(try model.scale.scales(of: rows.spend, context: .serial), scales) {
      #expect(abs(found / scale / loading - 1) < 1e-9)
    }
    let ratios = try model.models[0].predict(rows.features, context: .serial)
    #expect((ratios.max() ?? .infinity) < 10)
  }

  @Test("rows in which nobody spent: everybody is worth 0")
  func nothing() throws {
    var rows = MadeRows.value(300, seed: 7).rows
    rows.labels = rows.labels.map { _ in 0 }
    let model = try learner().fit(rows, validation: rows, context: .serial)
    #expect(try model.expectedValue(snapshotRows(rows), context: .serial).allSatisfy { $0 == 0 })
  }
}
