import Foundation
import TestSupport
import Testing

@Suite("Mutated files") struct FuzzTests {
  @Test("are read or rejected with a message, and never crash the process", arguments: FuzzFormat.allCases)
  func mutations(format: FuzzFormat) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try FuzzRun(folder: folder.path)
    var (accepted, rejected) = (0, 0)
    for index in 0..<300 {
      switch try run.perform(FuzzFile(seed: 42, index: index, formats: [format])) {
      case .accepted: accepted += 1
      case .rejected(let sentence):
        rejected += 1
        #expect(!sentence.isEmpty && !sentence.contains("unknown failure"), "\(format) \(index)")
      }
    }
    // If all mutations were rejected, or none, the test would show nothing.
    #expect(accepted > 0 && rejected > 30, "\(format): \(accepted) accepted, \(rejected) refused")
  }

  @Test("that once crashed the process are rejected", arguments: [(77, 12_854), (77, 29_132), (77, 44_978)])
  func findings(seed: UInt64, index: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = FuzzFile(seed: seed, index: index, formats: [.csv, .xlsx, .parquet, .arrow, .mapping, .yaml])
    guard case .rejected(let sentence) = try FuzzRun(folder: folder.path).perform(file) else {
      Issue.record("this file is no table")
      return
    }
    #expect(sentence.contains("not valid Parquet data"), "\(sentence)")
  }

  @Test("with times at the end of their range are read")
  func endOfTime() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try FuzzRun(folder: folder.path).perform(
      FuzzFile(seed: 2026, index: 7568, formats: [.csv, .xlsx, .parquet, .arrow, .mapping, .yaml]))
  }

  @Test("are the same for the same seed")
  func deterministic() {
    for index in 0..<12 {
      #expect(FuzzFile(seed: 7, index: index).bytes == FuzzFile(seed: 7, index: index).bytes)
    }
    #expect(FuzzFile(seed: 7, index: 0).bytes != FuzzFile(seed: 8, index: 0).bytes)
  }
}
