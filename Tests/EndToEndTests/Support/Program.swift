import Foundation
import TestSupport

/// The binary of the same build as these tests, run from outside.
enum Program {
  /// Beside the test bundle, unless `RETENTION_FAST_PROGRAM` names another one.
  static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["RETENTION_FAST_PROGRAM"] { return URL(fileURLWithPath: path) }
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let places = [own.path] + CommandLine.arguments
    for place in places {
      let beside = URL(fileURLWithPath: place).deletingLastPathComponent().appendingPathComponent("retention-fast")
      if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    }
    return own.deletingLastPathComponent().appendingPathComponent("retention-fast")
  }()
}

/// How a program ended and what it said.
struct Outcome {
  /// Negative for a signal.
  let exitCode: Int32
  let output: String
  let errors: String

  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  /// The text after `error: ` of the only such line; nil where there is none, or several.
  var sentence: String? {
    let found = errorLines.filter { $0.hasPrefix("error: ") }
    return found.count == 1 ? String(found[0].dropFirst(7)) : nil
  }
}

/// A program that runs, with its output going to files, so that no pipe can fill up.
final class RunningProgram {
  let process = Process()
  private let output: URL
  private let errors: URL

  /// - Parameters:
  ///   - environment: added to a clean one.
  ///   - standardError: where messages go instead of a file, such as a terminal.
  init(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:], program: URL = Program.url,
    standardError: FileHandle? = nil
  ) throws {
    let own = ProcessInfo.processInfo.environment
    let scratch = FileManager.default.temporaryDirectory
    let name = UUID().uuidString
    output = scratch.appendingPathComponent("\(name).out")
    errors = scratch.appendingPathComponent("\(name).err")
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm"]
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try standardError ?? FileHandle(forWritingTo: errors)
    // Threads of Dispatch block most signals, and a program inherits that from the thread that starts it.
    var (interruptions, before) = (sigset_t(), sigset_t())
    sigemptyset(&interruptions)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&interruptions, signal) }
    pthread_sigmask(SIG_UNBLOCK, &interruptions, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  func wait() throws -> Outcome {
    process.waitUntilExit()
    defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
    let status = process.terminationStatus
    return Outcome(
      exitCode: process.terminationReason == .exit ? status : -status,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
