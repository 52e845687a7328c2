import Foundation
import Pipeline
import Retention
import Runs
import Tables
import TestSupport
import Testing

/// `churn.use_segment`.
@Suite("Churn models that read segments") struct ChurnSegmentTests {
  private static let reading = """
    churn: {use_segment: true, models: [logistic, gbdt, blend, stack], class_weights: balanced}
    models: {onnx: true}
    """

  private static let whole = Result { () throws -> (bench: PipelineBench, run: PublishedRun) in
    let bench = try PipelineBench(customers: 300)
    let result = try RunExecution(bench.request(yaml: reading)).perform()
    return (bench, try #require(result.run))
  }

  private func text(_ path: String, of run: PublishedRun) throws -> String {
    try String(contentsOf: run.url(for: path), encoding: .utf8)
  }

  @Test("every candidate has a column for each segment, in its files and importances too")
  func candidates() throws {
    let run = try Self.whole.get().run
    let columns = [
      "segment_no_net_purchase", "segment_at_risk", "segment_champions", "segment_loyal_customers",
      "segment_new_customers", "segment_promising", "segment_need_attention", "segment_hibernating",
      "segment_lost_churned",
    ]
    struct File: Decodable {
      struct Candidate: Decodable { let importance: [String: Double] }
      let features: [String]
      let candidates: [String: Candidate]
    }
    let file = try run.decode(File.self, from: "models/churn.json")
    #expect(file.features.count == 69 && file.features.suffix(9) == columns[...])
    #expect(Set(file.candidates.keys) == ["logistic", "gbdt", "blend", "stack"])
    for (name, candidate) in file.candidates {
      #expect(Set(candidate.importance.keys) == Set(file.features), "\(name)")
      #expect(columns.contains { candidate.importance[$0, default: 0] > 0 }, "\(name)")
    }
    for path in ["models/churn_gbdt.txt", "models/churn_blend.txt"] {
      #expect(try text(path, of: run).contains(columns.joined(separator: " ")))
    }
    #expect(run.contains("models/churn_gbdt.onnx"))
  }

  @Test("a reason that tells a segment tells that of the customer's row, and how many are in it")
  func reasons() throws {
    let run = try Self.whole.get().run
    let scores = try readTable(run.url(for: "predictions/customer_scores.parquet").path)
    let segments = try scores.strings(named: "segment")
    var told = 0
    for column in ["reason_1", "reason_2", "reason_3"] {
      for (row, reason) in try scores.strings(named: column).enumerated() where reason.contains(" % of all here)") {
        let inside = segments.count { $0 == segments[row] }
        let share = (1000 * Double(inside) / Double(segments.count)).rounded() / 10
        #expect(reason.hasPrefix("is \(segments[row]) (as are "), "\(reason)")
        let number = reason.split(separator: " ").firstIndex(of: "%").map { reason.split(separator: " ")[$0 - 1] }
        #expect(number.flatMap { Double($0) } == share, "\(reason)")
        told += 1
      }
    }
    #expect(told > 0)
  }

  @Test("naming the segments again puts churn out of date; churn, trained again, is the same")
  func again() throws {
    let (bench, run) = try Self.whole.get()
    let digests = { (run: PublishedRun) in
      Dictionary(uniqueKeysWithValues: try run.manifest().artefacts.map { ($0.path, $0.sha256) })
    }
    let named = try RunExecution(
      bench.request([.segment], yaml: Self.reading, output: "named", source: .run(run))
    ).perform()
    let left = try #require(named.run)
    #expect(!left.contains("models/churn.json") && left.contains("models/segmenter.json"))
    let trained = try RunExecution(
      bench.request([.churn], yaml: Self.reading, output: "trained", source: .run(left))
    ).perform()
    let (before, after) = (try digests(run), try digests(#require(trained.run)))
    for path in ["models/churn.json", "models/churn_gbdt.txt", "models/churn_logistic.json"] {
      #expect(before[path] != nil && before[path] == after[path], "\(path)")
    }
  }

  @Test("a naming that does not look at whole histories leaves the columns out, and a warning says so")
  func otherNaming() throws {
    let bench = try Self.whole.get().bench
    let result = try RunExecution(
      bench.request(
        [.ingest, .validate, .clean, .features, .churn],
        yaml: "churn: {use_segment: true}\nsegmentation: {naming: rfm-corrected}", output: "clusters")
    ).perform()
    #expect(result.warnings.contains { $0.hasPrefix("churn.use_segment has no effect") })
    #expect(try !text("models/churn.json", of: #require(result.run)).contains("segment_"))
  }
}
