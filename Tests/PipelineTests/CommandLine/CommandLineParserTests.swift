import Foundation
import Pipeline
import Synchronization
import Testing

/// A small tree with every form of option.
enum SampleTree {
  static let names = OptionSpec.value("names", "NAME", form: .list, "Names")
  static let rate = OptionSpec.value("rate", "R", .number(0...1), "A share")
  static let level = OptionSpec.value("level", "L", .choice(["low", "high"]), standard: "low", "How much")
  static let soft = OptionSpec.flag("soft", excludes: ["hard"], "Softly")
  static let hard = OptionSpec.flag("hard", "Hardly")

  static let root = Command(
    name: "tool", abstract: "A tool", discussion: "What it is for.", options: [.color, .version],
    examples: [Command.Example("tool work IN --soft", "Work softly.")],
    tables: [Command.Table("Exit codes", [("0", "ok"), ("2", "usage")])],
    subcommands: [work, Command(name: "group", abstract: "A group", subcommands: [inner])])

  static let work = Command(
    name: "work", abstract: "Do the work",
    options: [
      names, rate, level, soft, hard, .config, .set, .asOf, .seed, .threads, .output, .quiet, .verbose, .color,
    ],
    arguments: [ArgumentSpec("IN", "What to work on"), ArgumentSpec("MORE", "What else", form: .optional)],
    run: { _ in })

  static let inner = Command(
    name: "inner", abstract: "Inside", options: [.data.required, .mapping],
    arguments: [ArgumentSpec("FILES", "Files", form: .list)],
    run: { _ in })

  static func parse(_ line: String...) throws(UsageError) -> CommandLineParser.Result {
    try CommandLineParser(root: root).parse(line)
  }

  static func invocation(_ line: [String]) throws -> Invocation {
    let result = try CommandLineParser(root: root).parse(line)
    guard case .run(_, let invocation) = result else { throw NotAnInvocation() }
    return invocation
  }

  struct NotAnInvocation: Error {}
}

@Suite("Command line") struct CommandLineParserTests {
  @Test("understands values after a blank and after '='")
  func values() throws {
    let invocation = try SampleTree.invocation([
      "work", "in.csv", "--rate=0.5", "--level", "high", "--soft", "--seed", "7",
    ])
    #expect(invocation.path == ["tool", "work"])
    #expect(invocation.arguments == ["in.csv"])
    #expect(invocation.options.number(SampleTree.rate) == 0.5)
    #expect(invocation.options.text(SampleTree.level) == "high")
    #expect(invocation.options.contains(SampleTree.soft))
    #expect(!invocation.options.contains(SampleTree.hard))
    #expect(invocation.common.seed == 7)
  }

  @Test("a list takes values up to the next option, repeats, and takes one after '='")
  func lists() throws {
    let invocation = try SampleTree.invocation(["work", "x", "--names", "a", "b", "-", "--soft", "--names=c", "y"])
    #expect(invocation.options.texts(SampleTree.names) == ["a", "b", "-", "c"])
    #expect(invocation.arguments == ["x", "y"])
  }

  @Test("after '--' everything is an argument, and a value may hold '=' or begin with a dash after '='")
  func literal() throws {
    let invocation = try SampleTree.invocation([
      "work", "--set", "a.b=c=d", "--set=x.y=-1", "--names=--z", "--", "--soft", "-x",
    ])
    #expect(invocation.arguments == ["--soft", "-x"])
    #expect(invocation.common.overrides.map(\.key) == ["a.b", "x.y"])
    #expect(invocation.common.overrides.map(\.value) == ["c=d", "-1"])
    #expect(invocation.options.texts(SampleTree.names) == ["--z"])
  }

  @Test("common options arrive as typed values, or with their defaults")
  func common() throws {
    let given = try SampleTree.invocation([
      "work", "x", "--config", "a.yaml", "--config", "pillars", "--as-of", "2012-02-29", "--threads", "2", "--output",
      "/tmp/out", "--verbose", "--color", "never",
    ]).common
    #expect(given.configFiles == ["a.yaml", "pillars"])
    #expect(given.asOf == "2012-02-29")
    #expect(given.threads == 2)
    #expect(given.output?.path == "/tmp/out")
    #expect(given.verbosity == .verbose)
    #expect(given.color == .never)
    let absent = try SampleTree.invocation(["work", "x"]).common
    #expect(absent.run == "latest")
    #expect(absent.output == nil && absent.seed == nil && absent.asOf == nil && absent.data.isEmpty)
    #expect(absent.format == .text && absent.effect == .write && absent.verbosity == .normal && absent.color == .auto)
    let data = try SampleTree.invocation(["group", "inner", "--data", "a.csv", "b.csv", "--mapping", "m.json"])
    #expect(data.common.data.map(\.lastPathComponent) == ["a.csv", "b.csv"])
    #expect(data.common.mapping?.lastPathComponent == "m.json")
    #expect(data.path == ["tool", "group", "inner"])
  }

  @Test("help wins over what is missing, and is of the command it stands after")
  func help() throws {
    for line in [["--help"], ["-h"], ["work", "-h"], ["group", "inner", "--help"], ["group", "--help"]] {
      guard case .help(_, let path, _) = try CommandLineParser(root: SampleTree.root).parse(line) else {
        Issue.record("no help for \(line)")
        continue
      }
      #expect(path == ["tool"] + line.dropLast())
    }
    guard case .version = try SampleTree.parse("--version") else { return #expect(Bool(false), "no version") }
  }

  static let mistakes: [([String], String)] = [
    ([], "'tool' needs a command: work, group; see 'tool --help'"),
    (["wrok"], "unknown command 'wrok'; did you mean 'work'? See 'tool --help'"),
    (["zzz"], "unknown command 'zzz'; known are work, group; see 'tool --help'"),
    (["group"], "'tool group' needs a command: inner; see 'tool group --help'"),
    (["work"], "'tool work' needs IN; see 'tool work --help'"),
    (["work", "a", "b", "c"], "'tool work' does not take 'c'; see 'tool work --help'"),
    (
      ["work", "a", "--sede", "1"],
      "unknown option '--sede' for 'tool work'; did you mean '--seed'? See 'tool work --help'"
    ),
    (["work", "a", "--zzzzzz"], "unknown option '--zzzzzz' for 'tool work'; see 'tool work --help'"),
    (["work", "a", "-seed"], "unknown option '-seed' for 'tool work'; did you mean '--seed'? See 'tool work --help'"),
    (["--seed", "1"], "the option '--seed' stands after a command, as in 'tool work --seed'; see 'tool --help'"),
    (["work", "a", "--seed"], "'--seed' needs a value, as in '--seed N'; see 'tool work --help'"),
    (["work", "a", "--seed", "--soft"], "'--seed' needs a value, as in '--seed N'; see 'tool work --help'"),
    (["work", "a", "--names"], "'--names' needs a value, as in '--names NAME'; see 'tool work --help'"),
    (["work", "a", "--soft=yes"], "'--soft' takes no value, but 'yes' was given; see 'tool work --help'"),
    (
      ["work", "a", "--seed", "x"],
      "'--seed' must be a whole number from 0 on, but is 'x'; see 'tool work --help'"
    ),
    (
      ["work", "a", "--seed", "-5"],
      "'--seed' must be a whole number from 0 on, but is '-5'; see 'tool work --help'"
    ),
    (
      ["work", "a", "--threads", "0"],
      "'--threads' must be a whole number from 1 to 4096, but is '0'; see 'tool work --help'"
    ),
    (
      ["work", "a", "--rate", "1.5"], "'--rate' must be a number from 0.0 to 1.0, but is '1.5'; see 'tool work --help'"
    ),
    (
      ["work", "a", "--rate", "nan"], "'--rate' must be a number from 0.0 to 1.0, but is 'nan'; see 'tool work --help'"
    ),
    (
      ["work", "a", "--level", "hihg"],
      "'--level' must be one of low, high, but is 'hihg'; did you mean 'high'? See 'tool work --help'"
    ),
    (
      ["work", "a", "--as-of", "2011-02-29"],
      "'--as-of' must be a day of the calendar, like 2011-09-01, but is '2011-02-29'; see 'tool work --help'"
    ),
    (
      ["work", "a", "--set", "seed=1"],
      "'--set' must be of the form section.key=value, but is 'seed=1'; see 'tool work --help'"
    ),
    (["work", "a", "--output="], "'--output' must be a path, not empty, but is ''; see 'tool work --help'"),
    (["work", "a", "--seed", "1", "--seed=2"], "'--seed' may be given only once; see 'tool work --help'"),
    (
      ["work", "a", "--hard", "--soft"],
      "'--soft' and '--hard' exclude each other; give one of them; see 'tool work --help'"
    ),
    (
      ["work", "a", "--quiet", "--verbose"],
      "'--quiet' and '--verbose' exclude each other; give one of them; see 'tool work --help'"
    ),
    (["group", "inner", "x"], "'tool group inner' needs '--data PATH'; see 'tool group inner --help'"),
  ]

  @Test("a mistake is one sentence with what to do", arguments: mistakes)
  func mistake(line: [String], sentence: String) {
    let error = #expect(throws: UsageError.self) { try CommandLineParser(root: SampleTree.root).parse(line) }
    #expect(error?.description == sentence)
    #expect(error.map { Failure($0).exitCode } == .usage)
  }

  @Test("days are those of the calendar")
  func days() {
    let parser = CommandLineParser(root: SampleTree.root)
    for day in ["2011-09-01", "2000-02-29", "0001-01-01", "9999-12-31"] {
      #expect(throws: Never.self) { try parser.parse(["work", "x", "--as-of", day]) }
    }
    for day in [
      "1900-02-29", "2011-13-01", "2011-00-01", "2011-01-00", "2011-04-31", "0000-01-01", "2011-9-1", "today", "",
    ] {
      #expect(throws: UsageError.self) { try parser.parse(["work", "x", "--as-of", day]) }
    }
  }
}

@Suite("Common options") struct CommonOptionsTests {
  @Test("--quiet draws no progress, and still tells an observer")
  func quiet() throws {
    for (flag, draws) in [("--quiet", false), ("--verbose", true)] {
      let screen = Screen()
      let events = Mutex(0)
      let common = try SampleTree.invocation(["work", "x", flag]).common
      let progress = common.progress(on: screen.console()) { _ in events.withLock { $0 += 1 } }
      progress.begin(.clean, total: 3)
      progress.end()
      #expect(screen.text.isEmpty != draws)
      #expect(events.withLock { $0 } == 2)
    }
  }

  @Test("every common option is declared once and has a sentence")
  func declarations() {
    let all: [OptionSpec] = .input + [.run] + .settings + .output + .display + [.help, .version]
    #expect(Set(all.map(\.name)).count == all.count)
    for option in all {
      #expect(option.abstract.count > 10 && !option.abstract.hasSuffix("."))
      #expect(option.excludes.allSatisfy { name in all.contains { $0.name == name } })
    }
  }
}

@Suite("Colour") struct ColorTests {
  @Test("NO_COLOR turns colours off unless they are asked for")
  func noColor() {
    #expect(ColorChoice.auto.style(isTerminal: true, environment: [:]) == .ansi)
    #expect(ColorChoice.auto.style(isTerminal: true, environment: ["NO_COLOR": ""]) == .ansi)
    #expect(ColorChoice.auto.style(isTerminal: true, environment: ["NO_COLOR": "1"]) == .plain)
    #expect(ColorChoice.auto.style(isTerminal: false, environment: [:]) == .plain)
    #expect(ColorChoice.always.style(isTerminal: false, environment: ["NO_COLOR": "1"]) == .ansi)
    #expect(ColorChoice.never.style(isTerminal: true, environment: [:]) == .plain)
  }
}
