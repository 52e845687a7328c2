import Failures
import Foundation
import Hashing
import Numerics
import Runs
import TestSupport
import Testing

extension StageName {
  static let ingest = StageName("ingest")
  static let clean = StageName("clean")
  static let features = StageName("features")
  static let churn = StageName("churn")
  static let validate = StageName("validate")
}

@Suite("Run session") struct RunSessionTests {
  static func plan(_ output: Output) -> RunPlan {
    RunPlan(
      store: output.store, started: Output.day, commandLine: ["retention-fast", "train"], seed: 7,
      parallelism: Parallelism(threads: 2), configText: "run: {seed: 7}\n",
      inputs: [.init(path: "shop.csv", bytes: 3, sha256: SHA256.digest(of: "abc"))])
  }

  struct StageFailed: Error {}

  /// Facts stored beside the manifest.
  struct Facts: Codable {
    var color: String?
  }

  @Test("a run has the times of its stages, its log, its configuration and its manifest")
  func runs() throws {
    let output = try Output()
    let log = EventLog()
    log.info("read the settings")
    var timings: [String: Double] = [:]
    let run = try Self.plan(output).run(log: log, cancellation: CancellationFlag()) { session, manifest in
      let lines = try session.stage(.ingest) { 541_909 }
      manifest.inputs[0].rows = lines
      try session.stage(.clean, total: 2) {
        session.progress.advance(by: 2)
        try session.directory.write("rows", to: "data/cleaned_data.parquet")
      }
      log.warning("12 lines were dropped", stage: .clean, ["lines": 12])
      timings = session.clock.timings
      return Facts(color: "blue")
    }
    #expect(try run.facts(Facts.self).color == "blue")
    let manifest = try run.manifest()
    #expect(manifest.inputs[0].rows == 541_909)
    #expect(manifest.seed == 7)
    #expect(manifest.threads == 2)
    #expect(manifest.configHash == SHA256.digest(of: "run: {seed: 7}\n"))
    #expect(manifest.artefacts.map(\.path) == ["config.yaml", "data/cleaned_data.parquet"])
    #expect(manifest.artefacts[0].sha256 == manifest.configHash)
    #expect(Set(timings.keys) == ["ingest", "clean", "total"])

    let lines = try String(contentsOf: run.url(for: EventLog.path), encoding: .utf8).split(separator: "\n")
    #expect(lines.first?.contains(#""message":"read the settings""#) == true)
    let warning = try #require(lines.first { $0.contains(#""level":"warning""#) })
    #expect(warning.contains(#""stage":"clean","message":"12 lines were dropped","fields":{"lines":12}"#))
  }

  @Test("a stage that throws discards the run and frees the lock; published runs stay")
  func failing() throws {
    let output = try Output()
    let first = try output.publish()
    #expect(throws: StageFailed.self) {
      try Self.plan(output).run(cancellation: CancellationFlag()) { session, _ in
        try session.stage(.clean) {
          try session.directory.write("half", to: "data/cleaned_data.parquet")
          throw StageFailed()
        }
        return Facts()
      }
    }
    #expect(try output.names == [".lock", first.name, "latest"])
    #expect(output.latest == first.name)
    _ = try output.store.lock()
  }

  @Test("a lock that was let go is free, also while a child that is being started holds a copy of its descriptor")
  func inheritedDescriptor() throws {
    let output = try Output()
    _ = try output.publish()
    var copies: [Int32] = []
    defer { for copy in copies { close(copy) } }
    do {
      let lock = try output.store.lock()
      let ownPath = output.folder.url.appendingPathComponent("runs/.lock").resolvingSymlinksInPath().path
      for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
        guard let number = Int32(name),
          let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
          path == ownPath
        else { continue }
        copies.append(dup(number))
      }
      #expect(!copies.isEmpty)
      withExtendedLifetime(lock) {}
    }
    _ = try output.store.lock()
  }

  @Test("cancellation stops before the next stage and discards the run")
  func interrupted() throws {
    let output = try Output()
    let cancellation = CancellationFlag()
    var begun: [StageName] = []
    let error = #expect(throws: Cancelled.self) {
      try Self.plan(output).run(cancellation: cancellation) { session, _ in
        for stage in [StageName.ingest, .clean, .features] {
          try session.stage(stage) {
            begun.append(stage)
            if stage == .clean { cancellation.request() }
          }
        }
        return Facts()
      }
    }
    #expect(begun == [.ingest, .clean])
    #expect(try output.names == [".lock"])
    #expect(error?.failureKind == .cancelled)
  }

  @Test("no second run can start while one is being written")
  func concurrent() throws {
    let output = try Output()
    _ = try Self.plan(output).run(cancellation: CancellationFlag()) { _, _ in
      #expect(throws: RunError.self) {
        try Self.plan(output).run(cancellation: CancellationFlag()) { _, _ in
          Issue.record("ran beside another")
          return Facts()
        }
      }
      return Facts()
    }
    #expect(try output.store.runs().count == 1)
  }
}

@Suite("Cancellation flag") struct CancellationFlagTests {
  @Test("a request affects only its own flag")
  func request() throws {
    let one = CancellationFlag()
    let other = CancellationFlag()
    try one.check()
    one.request()
    #expect(one.isRequested)
    #expect(throws: Cancelled.self) { try one.check() }
    try other.check()
  }
}
