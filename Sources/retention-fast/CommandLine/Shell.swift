import CommandParsing
import Foundation
import Runs

/// Connects the process to the commands: parses the arguments, runs a command, and reports errors.
struct Shell {
  /// Without the program's name.
  let arguments: [String]
  private let environment = ProcessInfo.processInfo.environment

  init(arguments: [String]) {
    self.arguments = arguments
  }

  /// Runs one command line. Errors are printed, not thrown.
  func run() -> ExitCode {
    let parsed: CommandLineParser.Result
    do throws(UsageError) {
      parsed = try CommandLineParser(root: .retentionFast).parse(Self.asOption(help: arguments))
    } catch {
      return report(error, CommonOptions(ParsedOptions()))
    }
    switch parsed {
    case .run(let command, let invocation): return perform(invocation.common) { try command.run(invocation) }
    case .help(let command, let path, let options):
      let common = CommonOptions(options)
      return perform(common) { try StandardOutput.write(help(command, path, common.color)) }
    case .version: return perform(CommonOptions(ParsedOptions())) { try StandardOutput.write(Versions.line + "\n") }
    }
  }

  /// `help train` as `train --help`.
  private static func asOption(help arguments: [String]) -> [String] {
    guard arguments.first == Command.help.name, !arguments.contains("--help"), !arguments.contains("-h") else {
      return arguments
    }
    let words = arguments.dropFirst().prefix { !$0.hasPrefix("-") }
    return words + ["--help"] + arguments.dropFirst(1 + words.count)
  }

  private func perform(_ common: CommonOptions, _ body: () throws -> Void) -> ExitCode {
    do {
      try body()
      return .ok
    } catch {
      return report(error, common)
    }
  }

  private func report(_ error: any Error, _ common: CommonOptions) -> ExitCode {
    let failure = Failure(error)
    let console = common.console
    if let sentence = failure.sentence { console.line(console.style(.failure, "error: ") + sentence) }
    if common.verbosity == .verbose, failure.exitCode != .ok { console.line(console.style(.faint, failure.details)) }
    return failure.exitCode
  }

  private func help(_ command: Command, _ path: [String], _ color: ColorChoice) -> String {
    let style = color.style(isTerminal: Terminal.isTerminal(STDOUT_FILENO), environment: environment)
    return HelpRenderer(width: Terminal.width(of: STDOUT_FILENO), style: style).text(for: command, path: path)
  }
}
