import Failures
import Foundation
import Hashing
import Numerics
import Runs
import TestSupport
import Testing

/// An output folder in a temporary location, with shortcuts to write runs to it.
struct Output {
  let folder: TemporaryFolder
  let store: RunStore
  static let day = Date(timeIntervalSince1970: 1_795_249_800)

  init() throws {
    folder = try TemporaryFolder()
    store = RunStore(output: folder.url.appendingPathComponent("runs"))
  }

  func begin(second: Double = 0) throws -> RunDirectory {
    try store.begin(
      started: Self.day + second, configHash: SHA256.digest(of: "config"), inputHashes: [], lock: store.lock())
  }

  func manifest(of run: RunDirectory) -> Manifest {
    Manifest(
      runID: run.id, started: Timestamp(Self.day), commandLine: ["retention-fast"], seed: 1, threads: 1,
      versions: Versions(), configHash: SHA256.digest(of: "config"))
  }

  @discardableResult
  func publish(second: Double = 0) throws -> PublishedRun {
    let run = try begin(second: second)
    try run.write("rows", to: "data/cleaned_data.parquet")
    return try run.publish(manifest(of: run), context: .serial)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: store.output.path).sorted() }
  }

  var latest: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: store.output.appendingPathComponent("latest").path)
  }
}

@Suite("Run directory") struct RunDirectoryTests {
  @Test("a published run has its files and a manifest with their digests, and 'latest' points to it")
  func publishes() throws {
    let output = try Output()
    let run = try output.begin()
    try run.write("a", to: "data/cleaned_data.parquet")
    try run.write(json: ["auc": 0.7], to: "metrics.json")
    try Data("log\n".utf8).write(to: run.url(for: EventLog.path))
    #expect(try output.names == [".20261121T083000Z-\(run.id.description.suffix(6)).partial", ".lock"])
    let published = try run.publish(output.manifest(of: run), context: .threads(2))

    #expect(try output.names == [".lock", run.id.description, "latest"])
    #expect(output.latest == run.id.description)
    let manifest = try published.manifest()
    #expect(manifest.artefacts.map(\.path) == ["data/cleaned_data.parquet", "metrics.json"])
    #expect(manifest.artefacts.map(\.bytes) == [1, 18])
    #expect(manifest.artefacts[0].sha256 == SHA256.digest(of: "a"))
    #expect(manifest.finished != nil)
    #expect(published.contains(EventLog.path))
    #expect(try output.store.resolve() == published)
  }

  struct Death: Error {}

  @Test(
    "if the process dies between any two steps, 'latest' still leads to a complete run",
    arguments: PublicationStep.allCases)
  func diesBetweenSteps(step: PublicationStep) throws {
    let output = try Output()
    let first = try output.publish()
    let second = try output.begin(second: 60)
    try second.write("new", to: "data/cleaned_data.parquet")
    #expect(throws: Death.self) {
      try second.publish(output.manifest(of: second), finished: .now, context: .serial) { reached in
        if reached == step { throw Death() }
      }
    }
    let latest = try output.store.resolve()
    #expect(latest.name == (step == .linked ? second.id.description : first.name))
    #expect(try latest.manifest().artefacts.count == 1)
    // Whatever is visible under a run id must be complete.
    for id in try output.store.runs() {
      #expect(try output.store.resolve(id.description).manifest().runID == id)
    }
  }

  @Test("the next run removes leftovers of dead runs, and nothing else")
  func removesLeftOvers() throws {
    let output = try Output()
    let lost = try output.begin().folder.path
    // A directory released without publishing simulates a dead process: its lock is gone too.
    #expect(FileManager.default.fileExists(atPath: lost))
    try FileManager.default.createDirectory(
      at: output.store.output.appendingPathComponent("mine.partial"), withIntermediateDirectories: true)
    let next = try output.begin(second: 60)
    #expect(!FileManager.default.fileExists(atPath: lost))
    #expect(try output.names == [".\(next.id).partial", ".lock", "mine.partial"])
  }

  @Test("discarding a run keeps the published ones")
  func discards() throws {
    let output = try Output()
    let first = try output.publish()
    let second = try output.begin(second: 60)
    try second.write("x", to: "reports/a/b.csv")
    second.discard()
    #expect(try output.names == [".lock", first.name, "latest"])
    #expect(output.latest == first.name)
  }

  @Test("two runs with the same content in the same second have different ids")
  func sameSecond() throws {
    let output = try Output()
    let first = try output.publish()
    let second = try output.publish()
    #expect(first.name == "20261121T083000Z-" + first.name.suffix(6))
    #expect(second.name == "20261121T083001Z-" + first.name.suffix(6))
    #expect(try output.store.runs().map(\.description) == [first.name, second.name])
    #expect(output.latest == second.name)
  }

  @Test("a run is found by 'latest', its id, and its path")
  func resolves() throws {
    let output = try Output()
    let first = try output.publish()
    let second = try output.publish(second: 60)
    #expect(try output.store.resolve("latest").name == second.name)
    #expect(try output.store.resolve(first.name).name == first.name)
    #expect(try output.store.resolve(first.folder.path).name == first.name)
  }

  @Test("the error about a missing run suggests what to use instead")
  func resolvesNothing() throws {
    let output = try Output()
    #expect(throws: RunError.noRuns(output: output.store.output.path)) { try output.store.resolve() }
    let run = try output.publish()
    let unknown = #expect(throws: RunError.self) { try output.store.resolve("latst") }
    #expect(unknown?.description.contains("did you mean 'latest'?") == true)
    let other = #expect(throws: RunError.self) { try output.store.resolve("20200101T000000Z-000000") }
    #expect(other?.description.contains(run.name) == true)
    #expect(throws: RunError.incompleteRun(path: output.store.output.path)) {
      try output.store.resolve(output.store.output.path)
    }
    try FileManager.default.removeItem(at: run.folder)
    #expect(throws: RunError.danglingLatest(output: output.store.output.path, target: run.name)) {
      try output.store.resolve()
    }
  }

  @Test("the error about a missing artifact names the command that makes it")
  func missingArtefact() throws {
    let output = try Output()
    let run = try output.publish()
    #expect(try run.existing("data/cleaned_data.parquet").lastPathComponent == "cleaned_data.parquet")
    let error = #expect(throws: RunError.self) {
      try run.existing("data/customer_features.parquet", writtenBy: "features")
    }
    #expect(error?.description.contains("'retention-fast features --run \(run.name)'") == true)
  }

  @Test("an output folder without write permission is a usage error that names it", .enabled(if: geteuid() != 0))
  func notWritable() throws {
    let output = try Output()
    try FileManager.default.createDirectory(at: output.store.output, withIntermediateDirectories: true)
    chmod(output.store.output.path, 0o500)
    let error = #expect(throws: RunError.outputNotWritable(folder: output.store.output.path, code: EACCES)) {
      try output.store.lock()
    }
    #expect(error?.failureKind == .usage)
  }

  @Test("a file with the path of the output folder is a usage error that names it")
  func fileInPlace() throws {
    let output = try Output()
    try output.folder.write("", to: "runs")
    let error = #expect(throws: RunError.outputNotWritable(folder: output.store.output.path, code: ENOTDIR)) {
      try output.store.lock()
    }
    #expect(error?.failureKind == .usage)
    #expect(error?.description.contains("move the file that stands in its place") == true)
  }
}

@Suite("Run lock") struct RunLockTests {
  @Test("a second attempt fails with the pid of the holder and the time of locking")
  func held() throws {
    let output = try Output()
    try FileManager.default.createDirectory(at: output.store.output, withIntermediateDirectories: true)
    let started = Timestamp(Output.day)
    let lock = try RunLock.acquire(output: output.store.output, now: started)
    let error = #expect(
      throws: RunError.locked(output: output.store.output.path, pid: getpid(), started: started.description)
    ) { try output.store.lock() }
    #expect(error?.failureKind == .locked)
    #expect(error?.description.contains("process \(getpid())") == true)
    withExtendedLifetime(lock) {}
  }

  @Test("the lock is free once its holder is released")
  func released() throws {
    let output = try Output()
    do {
      let lock = try output.store.lock()
      withExtendedLifetime(lock) {}
    }
    _ = try output.store.lock()
  }

  @Test("a killed process does not keep the lock")
  func killed() throws {
    let output = try Output()
    _ = try output.store.lock()
    let lockFile = output.store.output.appendingPathComponent(".lock").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["flock", "--no-fork", lockFile, "sleep", "60"]
    try process.run()
    // The child needs a moment to take the lock.
    var isHeld = false
    for _ in 0..<500 where !isHeld {
      do { _ = try output.store.lock() } catch RunError.locked { isHeld = true }
      usleep(10_000)
    }
    #expect(isHeld)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    _ = try output.store.lock()
  }

  @Test("child processes do not inherit the lock")
  func notInherited() throws {
    let output = try Output()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sleep", "60"]
    do {
      let lock = try output.store.lock()
      try process.run()
      withExtendedLifetime(lock) {}
    }
    _ = try output.store.lock()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
