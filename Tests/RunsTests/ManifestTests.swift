import Foundation
import Hashing
import Numerics
import Runs
import TestSupport
import Testing

@Suite("Manifest") struct ManifestTests {
  static let digest = SHA256.digest(of: "abc")

  static func example() throws -> Manifest {
    var manifest = Manifest(
      runID: try #require(RunID("20261121T083000Z-1f3a9c")), parent: RunID("20261120T083000Z-000000"),
      started: Timestamp(milliseconds: 1_795_249_800_125),
      commandLine: ["retention-fast", "train", "--data", "a b.csv"],
      seed: 42, threads: 2, versions: Versions(arrow: "26.0.1"),
      machine: Machine(system: "Linux 6.1", architecture: "x86_64", processor: nil, cores: 2, memory: 1 << 34),
      configHash: digest, inputs: [.init(path: "a b.csv", bytes: 3, sha256: digest, rows: 1)],
      plugins: [.init(kind: "naming", name: "luxury", sha256: digest)])
    manifest.finished = Timestamp(milliseconds: 1_795_249_801_000)
    manifest.artefacts = [.init(path: "metrics.json", bytes: 10, sha256: digest)]
    return manifest
  }

  @Test("the manifest round-trips through run.json, and its text is always the same")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let manifest = try Self.example()
    try folder.write(manifest.text(), to: Manifest.fileName)
    #expect(try Manifest(ofRun: folder.url) == manifest)
    #expect(try Manifest(ofRun: folder.url).text() == manifest.text())
  }

  @Test("times are in ISO 8601, and facts are written beside the keys of the manifest")
  func readable() throws {
    let text = try Self.example().text(with: ["ingest": 1])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "format", "run_id", "parent", "started", "finished", "command_line", "seed", "threads", "versions", "machine",
        "config_sha256", "inputs", "plugins", "artefacts", "ingest",
      ])
    #expect(text.contains(#""started" : "2026-11-21T08:30:00.125Z""#))
    #expect(text.contains(#""arrow" : "26.0.1""#))
  }

  @Test("errors about a damaged manifest name the file and the place")
  func damaged() throws {
    let folder = try TemporaryFolder()
    #expect(throws: RunError.incompleteRun(path: folder.url.path)) { try Manifest(ofRun: folder.url) }
    try folder.write("{\"format\": 1,", to: Manifest.fileName)
    let torn = #expect(throws: JSONError.self) { try Manifest(ofRun: folder.url) }
    #expect(torn?.description.contains("run.json:1:14: this is not JSON") == true)
    let text = try Self.example().text()
    try folder.write(text.replacing("20261121T083000Z-1f3a9c", with: "yesterday"), to: Manifest.fileName)
    let error = #expect(throws: RunError.self) { try Manifest(ofRun: folder.url) }
    #expect(error?.description.contains("at 'run_id': 'yesterday' is not a run id") == true)
    try folder.write(text.replacing("\"format\" : 1", with: "\"format\" : 2"), to: Manifest.fileName)
    let later = #expect(throws: RunError.self) { try Manifest(ofRun: folder.url) }
    #expect(later?.description.contains("a later version") == true)
  }

  @Test("times round-trip to the millisecond, even before 1970")
  func timestamps() {
    for milliseconds in [0, 1, 999, 1000, -1, -1000, 1_795_249_952_665, -62_000_000_000_001] + Array(664...700) {
      let time = Timestamp(milliseconds: Int64(milliseconds))
      #expect(Timestamp(time.description) == time)
    }
    #expect(Timestamp(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    for text in ["", "2026-11-21", "2026-11-21T08:30:00Z", "2026-11-21T08:30:00.1Z", "2026-02-30T08:30:00.000Z"] {
      #expect(Timestamp(text) == nil)
    }
  }

  @Test("the current machine has a system name, an architecture, cores and memory")
  func machine() {
    let machine = Machine.current
    #expect(machine.system.hasPrefix("Linux ") || machine.system.hasPrefix("Darwin "))
    #expect(["x86_64", "aarch64", "arm64"].contains(machine.architecture))
    #expect(machine.cores >= 1)
    #expect(machine.memory > 1 << 28)
  }

  @Test("a run id has its start time and six digits that depend only on content")
  func runID() {
    let date = Date(timeIntervalSince1970: 1_795_249_800.9)
    let first = RunID(started: date, configHash: Self.digest, inputHashes: [])
    let second = RunID(started: date, configHash: Self.digest, inputHashes: [Self.digest])
    #expect(first.description.hasPrefix("20261121T083000Z-"))
    #expect(first.description.suffix(6) == SHA256.digest(of: Self.digest.bytes).hex.prefix(6))
    #expect(first != second)
    #expect(RunID(first.description) == first)
    for text in ["", "latest", "20261121T083000Z-1F3A9C", "20261121T083000Z-1f3a9", "../20261121T083000Z-1f3a"] {
      #expect(RunID(text) == nil)
    }
  }
}
