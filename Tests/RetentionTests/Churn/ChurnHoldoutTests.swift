import Foundation
import Learning
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct ChurnHoldoutTests {
  private static let lines = MadeShop.lines()
  private let input = MadeShop.input(Self.lines)

  private func run(
    _ candidates: [ChurnCandidate], _ input: ModelInput, _ yaml: String = "", folds: Int = 3
  ) throws -> ChurnOutcome {
    try ChurnTraining(settings: try retentionSettings(yaml).churn, candidates: candidates, folds: folds, seed: 5)
      .run(input, context: .threads(2))
  }

  @Test("what happened from the test snapshot on changes its metrics, and not a byte of what was fitted or chosen")
  func testLabelsAreNeverUsed() throws {
    let outcome = try run(ChurnLearners.all(), input)
    let scrambled = MadeShop.scrambled(Self.lines, from: outcome.testSnapshot, seed: 9)
    let other = try run(ChurnLearners.all(), MadeShop.input(scrambled))
    #expect(other.testSnapshot == outcome.testSnapshot)
    #expect(other.testRows.features.bits == outcome.testRows.features.bits)
    #expect(try decisions(other) == decisions(outcome))
    #expect(other.testProbabilities == outcome.testProbabilities)
    #expect(other.testRows.labels != outcome.testRows.labels)
    #expect(other.championScores.auc != outcome.championScores.auc)
  }

  @Test("that comparison can fail: what happened just before the test snapshot is learned from")
  func trainLabelsAreUsed() throws {
    let outcome = try run(ChurnLearners.all(), input)
    let earlier = MadeShop.scrambled(Self.lines, from: outcome.testSnapshot.adding(days: -20), seed: 9)
    #expect(try decisions(run(ChurnLearners.all(), MadeShop.input(earlier))) != decisions(outcome))
  }

  @Test("label windows of train snapshots end by the test snapshot, and the test snapshot is the last with a label")
  func windows() throws {
    for horizon in [30, 60, 90] {
      let recorder = RecordingChurnLearner()
      let candidate = ChurnCandidate(name: "recorder", kind: .learner(recorder))
      let outcome = try run([candidate], input, "churn: {horizon_days: \(horizon)}")
      let test = outcome.testSnapshot
      #expect(outcome.holdout == "time")
      #expect(input.calendar.labelled(horizonDays: horizon).last == test)
      for snapshot in outcome.trainSnapshots { #expect(snapshot.adding(days: horizon) <= test) }
      // Every snapshot that may be used is.
      let usable = input.calendar.regular.filter { $0.adding(days: horizon) <= test }
      #expect(outcome.trainSnapshots == usable)
      for call in recorder.calls.dropLast() {
        let seen = Set(call.training.snapshots + (call.validation?.snapshots ?? []))
        #expect(seen == Set(usable))
      }
    }
  }

  @Test("what scores customers has learned from every finished snapshot, the test snapshot too")
  func scoringFit() throws {
    let recorder = RecordingChurnLearner()
    let outcome = try run([ChurnCandidate(name: "recorder", kind: .learner(recorder))], input)
    let calls = recorder.calls
    #expect(calls.map(\.kind) == [.fit, .fit, .fit, .fit, .fit, .refit, .refit])
    #expect(Set(calls[5].training.snapshots) == Set(outcome.trainSnapshots))
    #expect(Set(calls[6].training.snapshots) == Set(input.calendar.labelled(horizonDays: 90)))
    #expect(outcome.scoring.map(\.name) == ["recorder"])
  }

  @Test("a row counts half of one that is a half-life later; without a half-life all count the same")
  func halfLife() throws {
    for days in [45.0, 90] {
      let recorder = RecordingChurnLearner()
      _ = try run(
        [ChurnCandidate(name: "recorder", kind: .learner(recorder))], input, "churn: {half_life_days: \(days)}")
      let rows = try #require(recorder.calls.last?.training)
      let weights = try #require(rows.weights)
      let latest = try #require(rows.snapshots.max())
      for (snapshot, weight) in zip(rows.snapshots, weights) {
        #expect(abs(weight - pow(2, -Double(latest.day - snapshot.day) / days)) < 1e-12)
      }
    }
    let recorder = RecordingChurnLearner()
    _ = try run(
      [ChurnCandidate(name: "recorder", kind: .learner(recorder))], input, "churn: {half_life_days: null}")
    #expect(recorder.calls.allSatisfy { $0.training.weights == nil })
  }

  @Test("a history too short for that: folds of customers, and nobody is predicted by a model that saw them")
  func customerHoldout() throws {
    let short = MadeShop.input(MadeShop.lines(days: 190))
    let recorder = RecordingChurnLearner()
    let outcome = try run([ChurnCandidate(name: "recorder", kind: .learner(recorder))], short, folds: 3)
    #expect(outcome.holdout == "customer")
    #expect(outcome.testProbabilities.allSatisfy { $0 > 0 && $0 < 1 })
    let folds = CustomerFolds(count: 3, seed: 5)
    let refits = recorder.calls.filter { $0.kind == .refit }.map { Set($0.training.customers) }
    #expect(refits.count == 4)
    for (held, seen) in refits.prefix(3).enumerated() {
      #expect(seen.allSatisfy { folds.fold(idHash: short.idHashes[Int($0)]) != held })
      #expect(seen.count > 100)
    }
    // The one that is kept saw everybody.
    #expect(refits[3] == refits[0].union(refits[1]).union(refits[2]))
    for call in recorder.calls where call.kind == .fit {
      #expect(Set(call.training.customers).isDisjoint(with: call.validation?.customers ?? []))
    }
  }

  @Test("data too thin are refused with what is missing")
  func thinData() throws {
    let logistic = [ChurnCandidate(name: "logistic", kind: .learner(try ChurnLearners.logistic()))]
    func failure(_ lines: TransactionLines, _ candidates: [ChurnCandidate]) -> ModelStageError? {
      do {
        _ = try run(candidates, MadeShop.input(lines))
        return nil
      } catch {
        return error as? ModelStageError
      }
    }
    let test = try #require(input.calendar.labelled(horizonDays: 90).last)
    #expect(failure(Self.lines, []) == .noCandidate(stage: "churn"))
    #expect(
      failure(MadeShop.lines(customers: 30), logistic) == .tooFewCustomers(stage: "churn", found: 22, needed: 40))
    #expect(
      failure(MadeShop.lines(days: 60), logistic)
        == .historyTooShort(stage: "churn", horizonDays: 90, missingDays: 85))
    #expect(failure(Self.regulars(quitters: 0), logistic) == .oneClass(stage: "churn", snapshot: test, label: 0))
    #expect(
      failure(Self.regulars(quitters: 3), logistic) == .tooFewOfClass(stage: "churn", label: 1, found: 0, needed: 20))
  }

  /// 60 customers who come every 10 days; the quitters among them until three weeks before the test snapshot.
  private static func regulars(quitters: Int32) -> TransactionLines {
    var shop = Shop()
    for customer in Int32(0)..<60 {
      for day in stride(from: Int32(0), through: customer < quitters ? 300 : 420, by: 10) {
        let time = Snapshot(day: MadeShop.firstDay + day).time
        shop.add(customer, order: customer * 1000 + day, at: time)
      }
    }
    return shop.lines
  }
}

extension Matrix where Element == Float {
  /// Nulls equal each other here.
  fileprivate var bits: [UInt32] { elements.map(\.bitPattern) }
}
