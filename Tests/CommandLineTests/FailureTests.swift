import CommandParsing
import Failures
import Foundation
import Numerics
import Pipeline
import PluginHost
import Retention
import Runs
import Settings
import SyntheticShop
import TestSupport
import Testing
import retention_fast

@Suite("Failures") struct FailureTests {
  struct Unforeseen: Error {
    let secret = 17
  }

  @Test("exit codes have the documented numbers")
  func codes() {
    #expect(ExitCode.allCases.map(\.rawValue) == Array(0...12) + [130])
  }

  @Test("every kind of failure has its own exit code")
  func kinds() {
    let codes = FailureKind.allCases.map { ExitCode($0) }
    #expect(Set(codes).union([.ok]) == Set(ExitCode.allCases))
    #expect(Set(codes).count == codes.count)
  }

  @Test("an undeclared error is an internal error whose details only --verbose shows")
  func unforeseen() {
    let failure = Failure(Unforeseen())
    #expect(failure.exitCode == .internalError)
    #expect(failure.sentence?.hasPrefix("internal error: ") == true)
    #expect(failure.sentence?.contains("--verbose") == true)
    #expect(failure.sentence?.contains("17") == false)
    #expect(failure.details.contains("Unforeseen"))
    #expect(failure.details.contains("secret: 17"))
  }

  @Test("a closed pipe ends with 0 and prints nothing")
  func brokenPipe() {
    let failure = Failure(BrokenPipe())
    #expect(failure.exitCode == .ok)
    #expect(failure.sentence == nil)
  }

  @Test("a cancelled task counts as interrupted")
  func cancelled() {
    #expect(Failure(CancellationError()).exitCode == .interrupted)
  }

  @Test(
    "the exit code of a file system error depends on its cause and on what was being done",
    arguments: [
      (FileError.Action.write, ENOSPC, ExitCode.resources), (.create, EDQUOT, .resources),
      (.openForReading, ENOMEM, .resources), (.write, EFBIG, .resources), (.openForReading, ENOENT, .input),
      (.openForReading, EACCES, .input), (.read, EIO, .input), (.create, EACCES, .usage),
      (.createFolder, EROFS, .usage),
      (.write, EIO, .internalError),
    ])
  func fileErrors(action: FileError.Action, code: Int32, exitCode: ExitCode) {
    let failure = Failure(FileError(action: action, path: "/some/where", code: code))
    #expect(failure.exitCode == exitCode)
    #expect(failure.sentence?.contains("'/some/where'") == true)
  }

  @Test("a message says what is wrong, where, and what to do")
  func sentence() {
    #expect(
      Failure(FileError(action: .write, path: "runs/x", code: ENOSPC)).sentence
        == "cannot write 'runs/x': no space left on device; free some space, or write to another folder.")
    #expect(
      Failure(RunError.outputNotWritable(folder: "/root/runs", code: EACCES)).sentence
        == "cannot write in the output folder '/root/runs': permission denied; "
        + "change its permissions, or choose another one with --output.")
  }

  @Test("every message ends with a period or a question mark, whether or not its module wrote one")
  func fullStop() throws {
    let errors: [any UserFacingError] = [
      FileError(action: .read, path: "a", code: EIO), RunError.noRuns(output: "runs"),
      UsageError(path: ["retention-fast"], problem: .missingArgument("a name")),
      MappingError.missingColumn(.customerID, file: "a.csv", headers: ["a"]),
      MappingError.missingSourceColumn(
        column: .customerID, header: "Kunde", file: "a.csv", known: ["Kunden"], nearest: "Kunden"),
      ModelStageError.noCandidate(stage: "churn"),
      ModelStageError.noRevenue(stage: "clv", rows: 3, horizonDays: 180),
      SyntheticShopError.sharesDoNotSumToOne(sum: 2), IngestError.noRows(files: ["a.csv"]),
      PluginError.folderNotFound(path: "plugins"), SettingsError.fileNotFound(file: "a.yaml"), Cancelled(),
    ]
    for error in errors {
      let sentence = try #require(Failure(error).sentence)
      #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"), "\(sentence)")
      #expect(!sentence.hasSuffix("..") && !sentence.hasSuffix("?."), "\(sentence)")
    }
    #expect(Failure(Unforeseen()).sentence?.hasSuffix("report them.") == true)
  }

  @Test("Foundation's errors about files get the same exit codes as our own")
  func foundation() throws {
    let folder = try TemporaryFolder()
    let missing = folder.url.appendingPathComponent("none")
    let reading = #expect(throws: CocoaError.self) { try Data(contentsOf: missing) }
    let failure = try Failure(#require(reading))
    #expect(failure.exitCode == .input)
    #expect(failure.sentence?.contains(missing.path) == true)
    let writing = #expect(throws: CocoaError.self) {
      try Data("x".utf8).write(to: missing.appendingPathComponent("deeper"))
    }
    #expect(try Failure(#require(writing)).exitCode == .usage)
  }

  @Test("a full disk while writing a file counts as out of resources")
  func fullDisk() {
    let error = #expect(throws: FileError.self) {
      try Array("text".utf8).withFullDisk()
    }
    #expect(error.map { Failure($0).exitCode } == .resources)
  }
}

extension [UInt8] {
  /// Writes to `/dev/full`, where every write fails with ENOSPC.
  fileprivate func withFullDisk() throws(FileError) {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    try FileSystem.write(self, to: descriptor, path: "/dev/full")
  }
}
