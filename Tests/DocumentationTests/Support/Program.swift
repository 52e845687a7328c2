import Foundation
import TestSupport
import Testing

/// The program, built together with the tests.
enum Program {
  static let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("retention-fast")

  /// Runs the program in the root of the checkout; it must end with 0.
  ///
  /// - Returns: its standard output.
  @discardableResult
  static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = RealData.projectRoot
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "retention-fast \(arguments.joined(separator: " "))")
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The help of a command that can be run.
struct CommandHelp: Sendable {
  /// Names of the commands, without the program's: `["config", "show"]`.
  let path: [String]
  let text: String

  var name: String { path.joined(separator: " ") }

  /// Options with their dashes.
  var options: Set<String> {
    Set(
      text.split(separator: "\n").compactMap { $0.firstMatch(of: /^ {2}(?:-\w, )?(--[a-z-]+)/)?.output.1 }.map(
        String.init))
  }

  /// Every command without subcommands, and the program itself with an empty path.
  static let all: [CommandHelp] = {
    let root = help([])
    return [CommandHelp(path: [], text: root)] + leaves(below: [], root)
  }()

  private static func leaves(below path: [String], _ text: String) -> [CommandHelp] {
    names(in: text).flatMap { name in
      let inner = help(path + [name])
      let deeper = leaves(below: path + [name], inner)
      return deeper.isEmpty ? [CommandHelp(path: path + [name], text: inner)] : deeper
    }
  }

  private static func help(_ path: [String]) -> String {
    (try? Program.run(path + ["--help"])) ?? ""
  }

  private static func names(in text: String) -> [String] {
    guard let block = text.firstMatch(of: /\nCommands:\n(.*?)(\n\n|$)/.dotMatchesNewlines()) else { return [] }
    return block.output.1.split(separator: "\n").compactMap { $0.firstMatch(of: /^ {2}([a-z]\S*)/)?.output.1 }
      .map(String.init)
  }
}
