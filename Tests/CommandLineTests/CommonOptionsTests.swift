import CommandParsing
import Foundation
import Runs
import Testing
import retention_fast

extension CommonOptions {
  /// Parses the line with a command that has all common options but `--append-to`.
  init(parsing line: [String]) throws {
    let options: [OptionSpec] =
      [.data, .mapping, .run] + .settings + .output + .display
    let root = Command(
      name: "tool", abstract: "A tool",
      subcommands: [Command(name: "work", abstract: "Do the work", options: options, run: { _ in })])
    guard case .run(_, let invocation) = try CommandLineParser(root: root).parse(["work"] + line) else {
      throw UsageError(path: ["tool"], problem: .missingCommand(known: []))
    }
    self.init(invocation.options)
  }
}

@Suite("Common options") struct CommonOptionsTests {
  @Test("options are parsed into typed values or get their defaults")
  func values() throws {
    let given = try CommonOptions(parsing: [
      "--config", "a.yaml", "--config", "pillars", "--as-of", "2012-02-29", "--threads", "2", "--output",
      "/tmp/out", "--verbose", "--color", "never",
    ])
    #expect(given.configFiles == ["a.yaml", "pillars"])
    #expect(given.asOf == "2012-02-29")
    #expect(given.threads == 2)
    #expect(given.output?.path == "/tmp/out")
    #expect(given.verbosity == .verbose)
    #expect(given.color == .never)
    let absent = try CommonOptions(parsing: [])
    #expect(absent.run == "latest")
    #expect(absent.output == nil && absent.seed == nil && absent.asOf == nil && absent.data.isEmpty)
    #expect(absent.format == .text && absent.effect == .write && absent.verbosity == .normal && absent.color == .auto)
    let data = try CommonOptions(parsing: ["--data", "a.csv", "b.csv", "--mapping", "m.json"])
    #expect(data.data.map(\.lastPathComponent) == ["a.csv", "b.csv"])
    #expect(data.mapping?.lastPathComponent == "m.json")
  }

  @Test("--quiet turns progress off")
  func quiet() throws {
    for (flag, draws) in [("--quiet", false), ("--verbose", true)] {
      let screen = Screen()
      let progress = try CommonOptions(parsing: [flag]).progress(on: screen.console())
      progress.begin(.clean, total: 3)
      progress.end()
      #expect(screen.text.isEmpty != draws)
    }
  }

  @Test("every common option is declared once and has a sentence for help")
  func declarations() {
    let all: [OptionSpec] = .input + [.run] + .settings + .output + .display + [.help, .version]
    #expect(Set(all.map(\.name)).count == all.count)
    for option in all {
      #expect(option.abstract.count > 10 && !option.abstract.hasSuffix("."))
      #expect(option.excludes.allSatisfy { name in all.contains { $0.name == name } })
    }
  }
}

@Suite("Color") struct ColorTests {
  @Test("NO_COLOR turns colors off unless --color asks for them")
  func noColor() {
    #expect(ColorChoice.auto.style(isTerminal: true, environment: [:]) == .ansi)
    #expect(ColorChoice.auto.style(isTerminal: true, environment: ["NO_COLOR": ""]) == .ansi)
    #expect(ColorChoice.auto.style(isTerminal: true, environment: ["NO_COLOR": "1"]) == .plain)
    #expect(ColorChoice.auto.style(isTerminal: false, environment: [:]) == .plain)
    #expect(ColorChoice.always.style(isTerminal: false, environment: ["NO_COLOR": "1"]) == .ansi)
    #expect(ColorChoice.never.style(isTerminal: true, environment: [:]) == .plain)
  }
}
