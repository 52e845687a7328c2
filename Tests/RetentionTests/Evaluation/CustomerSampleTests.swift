import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite("A sample of customers to learn from or to test")
struct CustomerSampleTests {
  private let hashes = (0..<20_000).map { MadeShop.hash(customer: $0) }

  @Test("all customers are in it where there are no more rows than the limit, or no limit")
  func everybody() {
    for sample in [
      CustomerSample(rows: 1000, limit: nil, seed: 1), CustomerSample(rows: 1000, limit: 1000, seed: 1),
      CustomerSample(rows: 0, limit: 1000, seed: 1),
    ] {
      #expect(sample.share == 1)
      #expect(hashes.allSatisfy { sample.contains(idHash: $0) })
    }
  }

  @Test("beyond the limit as many are in it as the limit is of the rows, chosen by hash and seed alone")
  func share() {
    let sample = CustomerSample(rows: 40_000, limit: 10_000, seed: 1)
    #expect(sample.share == 0.25)
    let chosen = hashes.map { sample.contains(idHash: $0) }
    // A binomial count of 20,000 with a standard deviation of 61.
    #expect(abs(chosen.count { $0 } - 5000) < 300)
    #expect(chosen == hashes.map { CustomerSample(rows: 40_000, limit: 10_000, seed: 1).contains(idHash: $0) })
    #expect(chosen != hashes.map { CustomerSample(rows: 40_000, limit: 10_000, seed: 2).contains(idHash: $0) })
  }

  @Test("a larger limit only adds customers")
  func nested() {
    let (small, large) = (
      CustomerSample(rows: 40_000, limit: 4000, seed: 1), CustomerSample(rows: 40_000, limit: 9000, seed: 1)
    )
    for hash in hashes where small.contains(idHash: hash) { #expect(large.contains(idHash: hash)) }
  }

  @Test("those who are tested are drawn apart from those who are learned from")
  func purposes() {
    let samples = [CustomerSample.Purpose.learning, .testing].map { purpose in
      let sample = CustomerSample(purpose, rows: 40_000, limit: 10_000, seed: 1)
      return hashes.map { sample.contains(idHash: $0) }
    }
    let both = zip(samples[0], samples[1]).count { $0 && $1 }
    // A sixteenth of 20,000, with a standard deviation of 34.
    #expect(abs(both - 1250) < 170)
  }

  @Test("churn is tested on a sample where there are more rows than the limit, and says so")
  func churnTest() throws {
    let lines = MadeShop.lines(customers: 600)
    let outcome = { (limit: Int?) in
      try ChurnTraining(
        settings: try retentionSettings("").churn,
        candidates: [ChurnCandidate(name: "b", kind: .learner(try ChurnLearners.blend()))], folds: 3, seed: 5
      ).run(MadeShop.input(lines, maxTestRows: limit), context: .serial)
    }
    let (whole, part) = (try outcome(nil), try outcome(200))
    #expect(whole.testShare == 1 && part.trainingShare == 1)
    #expect(part.testShare == 200 / Double(whole.testRows.count))
    // A standard deviation of 11 at most.
    #expect(abs(part.testRows.count - 200) < 50 && part.testRows.count < whole.testRows.count)
    let chosen = Set(part.testRows.customers)
    let kept = whole.testRows.customers.indices.filter { chosen.contains(whole.testRows.customers[$0]) }
    #expect(kept.count == part.testRows.count)
    #expect(part.testProbabilities == kept.map { whole.testProbabilities[$0] })
    #expect(ChurnReport(part).testShare == part.testShare && ChurnReport(part).testCount == part.testRows.count)
  }

  @Test("churn learns from all rows of the sampled customers, and is tested on all customers")
  func churn() throws {
    let lines = MadeShop.lines()
    let (all, sampled) = (RecordingChurnLearner(), RecordingChurnLearner())
    let run = { (recorder: RecordingChurnLearner, limit: Int?) in
      try ChurnTraining(
        settings: try retentionSettings("").churn,
        candidates: [ChurnCandidate(name: "recorder", kind: .learner(recorder))], folds: 3, seed: 5
      ).run(MadeShop.input(lines, maxTrainingRows: limit), context: .serial)
    }
    let whole = try run(all, nil)
    let rows = try #require(all.calls.first { $0.kind == .refit }?.training)
    let outcome = try run(sampled, rows.count / 2)
    #expect(whole.trainingShare == 1 && abs(outcome.trainingShare - 0.5) < 0.001)
    #expect(outcome.testRows.customers == whole.testRows.customers)
    let part = try #require(sampled.calls.first { $0.kind == .refit }?.training)
    let customers = Set(part.customers)
    #expect(Double(customers.count) < 0.7 * Double(Set(rows.customers).count))
    let kept = rows.customers.indices.filter { customers.contains(rows.customers[$0]) }
    #expect(part.customers == kept.map { rows.customers[$0] } && part.labels == kept.map { rows.labels[$0] })
    #expect(part.snapshots == kept.map { rows.snapshots[$0] })
    // NaN differs from itself, so bit patterns are compared.
    let features = try rows.features.selectingRows(kept, context: .serial).elements.map(\.bitPattern)
    #expect(part.features.elements.map(\.bitPattern) == features)
  }
}

@Suite("A thinned table") struct ThinnedTableTests {
  private static func training(horizon: Int) throws -> ChurnTraining {
    ChurnTraining(
      settings: try retentionSettings("churn: {horizon_days: \(horizon)}").churn,
      candidates: [ChurnCandidate(name: "b", kind: .learner(try ChurnLearners.blend()))], folds: 3, seed: 5)
  }

  @Test("keeps what is tested and what any model learns from: the models are the same to the bit")
  func sameModels() throws {
    let whole = MadeShop.input(MadeShop.lines(customers: 600), maxTrainingRows: 1000)
    let calendar = whole.calendar
    guard case .time(let train, let test) = Holdout(calendar, horizonDays: 60) else {
      Issue.record("no holdout by time")
      return
    }
    let table = try whole.thinned(tests: [test], training: [train, calendar.labelled(horizonDays: 60)])
    #expect(table.rows < whole.table.rows)
    #expect(table.snapshots.map(\.allRows) == whole.table.snapshots.map(\.rows))
    for snapshot in [test, calendar.scoring] { #expect(table.at(snapshot)?.rows == whole.table.at(snapshot)?.rows) }
    let thinned = ModelInput(
      table: table, labels: whole.labels, calendar: calendar, idHashes: whole.idHashes,
      valueHorizonDays: whole.valueHorizonDays, maxTrainingRows: whole.maxTrainingRows)
    let outcomes = try [whole, thinned].map { input in
      try Self.training(horizon: 60).run(input, context: .serial)
    }
    #expect(outcomes[0].trainingShare < 1 && outcomes[0].trainingShare == outcomes[1].trainingShare)
    #expect(outcomes[0].testProbabilities == outcomes[1].testProbabilities)
    #expect(outcomes[0].stakes == outcomes[1].stakes)
    let report = try ChurnBacktest(Self.training(horizon: 60)).run(thinned, context: .serial)
    #expect(report.origins.map(\.snapshot) == [test.description] && !report.skipped.isEmpty)
  }

  @Test("keeps those who are tested where these are a sample: the tests are the same to the bit", arguments: [60, 180])
  func sameTests(horizon: Int) throws {
    let whole = MadeShop.input(MadeShop.lines(customers: 600), maxTrainingRows: 1000, maxTestRows: 150)
    let calendar = whole.calendar
    let holdout = Holdout(calendar, horizonDays: horizon)
    let (train, test): ([Snapshot], Snapshot)
    switch holdout {
    case .time(let earlier, let later), .customers(let earlier, let later): (train, test) = (earlier, later)
    case .none:
      Issue.record("no holdout")
      return
    }
    let table = try whole.thinned(
      tests: [test], training: [train, calendar.labelled(horizonDays: horizon)])
    let thinned = MadeShop.input(
      MadeShop.lines(customers: 600), maxTrainingRows: 1000, maxTestRows: 150, table: table)
    #expect(table.rows < whole.table.rows && table.at(test)?.hasTestRows == true)
    #expect(table.snapshots.filter { ![test, calendar.scoring].contains($0.snapshot) }.allSatisfy { !$0.hasTestRows })
    let churn = try [whole, thinned].map { input in
      try Self.training(horizon: horizon).run(input, context: .serial)
    }
    #expect(churn[0].testShare < 1 && churn[0].testShare == churn[1].testShare)
    #expect(churn[0].testRows.customers == churn[1].testRows.customers)
    #expect(churn[0].testProbabilities == churn[1].testProbabilities)
    let value = try [whole, thinned].map { input in
      try LifetimeValueTraining(
        settings: try retentionSettings("clv: {horizon_days: \(horizon)}").lifetimeValue, candidates: [],
        windowDays: 180, folds: 3, seed: 5
      ).run(input, context: .serial)
    }
    #expect(value[0].testShare < 1 && value[0].testShare == value[1].testShare)
    #expect(value[0].testRows.customers == value[1].testRows.customers && value[0].expected == value[1].expected)
    #expect(value[0].bounds.high == value[1].bounds.high)
  }

  @Test("who is tested does not change what scores customers")
  func sameScores() throws {
    let lines = MadeShop.lines(customers: 600)
    var trees = GradientBoostingSettings(objective: .tweedie(power: 1.7))
    trees.numIterations = 5
    let outcomes = try [nil, 150].map { limit in
      try LifetimeValueTraining(
        settings: try retentionSettings("clv: {horizon_days: 60, level_spread: 10}").lifetimeValue,
        candidates: [ValueCandidate(name: "trees", learner: ScaledTreesLearner(settings: trees))],
        windowDays: 180, folds: 3, seed: 5
      ).run(MadeShop.input(lines, maxTrainingRows: 1000, maxTestRows: limit), context: .serial)
    }
    #expect(outcomes[1].holdout == "time" && outcomes[1].testShare < 1 && outcomes[1].trainingShare < 1)
    let scales = try outcomes.map { try #require($0.scoring.models[0] as? ScaledTreesModel).scale }
    #expect(scales[0] == scales[1] && scales[0].coefficients.contains { $0 > 0 })
    let rows = outcomes[0].scoredRows
    let values = try outcomes.map { try $0.scoring.models[0].expectedValue(rows, context: .serial) }
    #expect(values[0] == values[1] && Set(values[0]).count > 20)
  }

  @Test("a shop that is learned from as a whole stays as it is")
  func small() throws {
    let input = MadeShop.input(MadeShop.lines(customers: 100))
    let table = try input.thinned(tests: [], training: [input.calendar.regular])
    #expect(table.rows == input.table.rows)
  }
}

extension ModelInput {
  fileprivate func thinned(tests: Set<Snapshot>, training: [[Snapshot]]) throws -> FeatureTable {
    let keep = try RowsToKeep(
      of: FeatureRows(table), scoring: calendar.scoring, tests: tests, training: training,
      limits: (maxTrainingRows, maxTestRows), idHashes: idHashes, seed: 5, context: .threads(2))
    return FeatureTable(
      windowDays: table.windowDays, snapshots: try table.snapshots.map { try keep.kept(of: $0, context: .threads(2)) })
  }
}
