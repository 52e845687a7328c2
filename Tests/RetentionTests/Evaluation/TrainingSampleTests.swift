import Numerics
import Retention
import TestSupport
import Testing

@Suite("A sample of customers to learn from")
struct TrainingSampleTests {
  private let hashes = (0..<20_000).map { MadeShop.hash(customer: $0) }

  @Test("all customers are in it where there are no more rows than the limit, or no limit")
  func everybody() {
    for sample in [
      TrainingSample(rows: 1000, limit: nil, seed: 1), TrainingSample(rows: 1000, limit: 1000, seed: 1),
      TrainingSample(rows: 0, limit: 1000, seed: 1),
    ] {
      #expect(sample.share == 1)
      #expect(hashes.allSatisfy { sample.contains(idHash: $0) })
    }
  }

  @Test("beyond the limit as many are in it as the limit is of the rows, chosen by hash and seed alone")
  func share() {
    let sample = TrainingSample(rows: 40_000, limit: 10_000, seed: 1)
    #expect(sample.share == 0.25)
    let chosen = hashes.map { sample.contains(idHash: $0) }
    // A binomial count of 20,000 with a standard deviation of 61.
    #expect(abs(chosen.count { $0 } - 5000) < 300)
    #expect(chosen == hashes.map { TrainingSample(rows: 40_000, limit: 10_000, seed: 1).contains(idHash: $0) })
    #expect(chosen != hashes.map { TrainingSample(rows: 40_000, limit: 10_000, seed: 2).contains(idHash: $0) })
  }

  @Test("a larger limit only adds customers")
  func nested() {
    let (small, large) = (
      TrainingSample(rows: 40_000, limit: 4000, seed: 1), TrainingSample(rows: 40_000, limit: 9000, seed: 1)
    )
    for hash in hashes where small.contains(idHash: hash) { #expect(large.contains(idHash: hash)) }
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
  @Test("keeps what is tested and what any model learns from: the models are the same to the bit")
  func sameModels() throws {
    let whole = MadeShop.input(MadeShop.lines(customers: 600), maxTrainingRows: 1000)
    let calendar = whole.calendar
    guard case .time(let train, let test) = Holdout(calendar, horizonDays: 60) else {
      Issue.record("no holdout by time")
      return
    }
    let table = try whole.thinned(
      complete: [test, calendar.scoring], training: [train, calendar.labelled(horizonDays: 60)])
    #expect(table.rows < whole.table.rows)
    #expect(table.snapshots.map(\.allRows) == whole.table.snapshots.map(\.rows))
    for snapshot in [test, calendar.scoring] { #expect(table.at(snapshot)?.rows == whole.table.at(snapshot)?.rows) }
    let thinned = ModelInput(
      table: table, labels: whole.labels, calendar: calendar, idHashes: whole.idHashes,
      valueHorizonDays: whole.valueHorizonDays, maxTrainingRows: whole.maxTrainingRows)
    let outcomes = try [whole, thinned].map { input in
      try ChurnTraining(
        settings: try retentionSettings("churn: {horizon_days: 60}").churn,
        candidates: [ChurnCandidate(name: "b", kind: .learner(try ChurnLearners.blend()))], folds: 3, seed: 5
      ).run(input, context: .serial)
    }
    #expect(outcomes[0].trainingShare < 1 && outcomes[0].trainingShare == outcomes[1].trainingShare)
    #expect(outcomes[0].testProbabilities == outcomes[1].testProbabilities)
    #expect(outcomes[0].stakes == outcomes[1].stakes)
    let backtest = ChurnBacktest(
      ChurnTraining(
        settings: try retentionSettings("churn: {horizon_days: 60}").churn,
        candidates: [ChurnCandidate(name: "b", kind: .learner(try ChurnLearners.blend()))], folds: 3, seed: 5))
    let report = try backtest.run(thinned, context: .serial)
    #expect(report.origins.map(\.snapshot) == [test.description] && !report.skipped.isEmpty)
  }

  @Test("a shop that is learned from as a whole stays as it is")
  func small() throws {
    let input = MadeShop.input(MadeShop.lines(customers: 100))
    let table = try input.thinned(complete: [], training: [input.calendar.regular])
    #expect(table.rows == input.table.rows)
  }
}

extension ModelInput {
  fileprivate func thinned(complete: Set<Snapshot>, training: [[Snapshot]]) throws -> FeatureTable {
    let keep = try RowsToKeep(
      of: FeatureRows(table), complete: complete, training: training, limit: maxTrainingRows, idHashes: idHashes,
      seed: 5, context: .threads(2))
    return FeatureTable(
      windowDays: table.windowDays, snapshots: try table.snapshots.map { try keep.kept(of: $0, context: .threads(2)) })
  }
}
