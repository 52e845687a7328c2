import Foundation
import Hashing
import Numerics
import Pipeline
import Retention
import Runs
import TestSupport
import Testing

@Suite("Concurrent runs in one process") struct ConcurrentRunTests {
  private let bench: PipelineBench

  init() throws { bench = try PipelineBench() }

  /// Digests of a run's artifacts, except those that differ between equal runs.
  private func digests(_ run: PublishedRun) throws -> [String: String] {
    let artefacts = try run.manifest().artefacts.filter {
      !["metrics.json", "config.yaml", "data/feature_metadata.json"].contains($0.path)
    }
    return Dictionary(uniqueKeysWithValues: artefacts.map { ($0.path, $0.sha256.hex) })
  }

  @Test("two runs into different folders execute concurrently, each with its own observer")
  func twoAtOnce() throws {
    let events = [Events(), Events()]
    let results = Locked<[Int: RunResult]>([:])
    let requests = try ["one", "two"].map { try bench.request(output: $0) }
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      let control = RunControl(progress: ProgressReporter(observer: { events[index].record($0) }))
      guard let result = try? RunExecution(requests[index], control: control).perform() else { return }
      results.change { $0[index] = result }
    }
    let runs = try (0..<2).map { try #require(results.value[$0]?.run) }
    #expect(try digests(runs[0]) == digests(runs[1]))
    #expect(try digests(runs[0]).count > 20)
    #expect(runs.map { $0.folder.deletingLastPathComponent().lastPathComponent } == ["one", "two"])
    for watched in events {
      #expect(watched.stages == Set(StageList.standard.namesOfWholeRun.map(\.rawValue)))
      #expect(watched.all.filter { $0.phase == .ended }.count == StageList.standard.namesOfWholeRun.count)
    }
  }

  @Test("one run is cancelled while the other goes on", arguments: ["features", "churn", "clv"])
  func cancelled(stage: String) throws {
    let cancellation = CancellationFlag()
    let outcomes = Locked<[String]>([])
    let requests = try ["stopped", "finished"].map { try bench.request(output: $0) }
    let published = try RunExecution(bench.request(output: "stopped")).perform().run
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      let control =
        index == 1
        ? RunControl()
        : RunControl(
          progress: ProgressReporter(observer: { event in
            if event.stage.rawValue == stage { cancellation.request() }
          }), cancellation: cancellation)
      do {
        _ = try RunExecution(requests[index], control: control).perform()
        outcomes.change { $0.append("\(index) published") }
      } catch {
        outcomes.change { $0.append("\(index) \(type(of: error))") }
      }
    }
    #expect(Set(outcomes.value) == ["0 Cancelled", "1 published"])
    let names = try FileManager.default.contentsOfDirectory(
      atPath: bench.folder.url.appendingPathComponent("stopped").path)
    #expect(Set(names) == [".lock", "latest", try #require(published).name])
  }
}
