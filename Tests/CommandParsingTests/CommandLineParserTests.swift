import CommandParsing
import Failures
import Testing

// Options as a program declares them.
extension OptionSpec {
  static let data = value(
    "data", "PATH", .path, form: .list, group: .input,
    "Order lines: files, folders and quoted patterns such as 'exports/*.csv'"
  ).catchingBareArguments
  static let mapping = value(
    "mapping", "FILE", .path, group: .input, standard: "well-known headers are recognized",
    "JSON file that says which column is which")
  static let config = value("config", "FILE", .path, form: .repeated, group: .settings, "Settings in YAML")
  static let set = value("set", "SECTION.KEY=VALUE", .assignment, form: .repeated, group: .settings, "One setting")
  static let asOf = value("as-of", "DATE", .date, group: .settings, "The day to score on")
  static let seed = value("seed", "N", .integer(0...Int.max), group: .settings, "Where random numbers start")
  static let threads = value("threads", "N", .integer(1...4096), group: .settings, "Threads to use")
  static let output = value("output", "DIR", .path, group: .output, standard: "runs", "The folder of the runs")
  static let quiet = flag("quiet", group: .display, excludes: ["verbose"], "Say nothing but errors")
  static let verbose = flag("verbose", group: .display, "Say everything")
  static let color = value(
    "color", "WHEN", .choice(["auto", "always", "never"]), group: .display, standard: "auto",
    "Use colours: auto, always or never; NO_COLOR is honoured")
}

/// A small tree of commands with every form of option.
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
    subcommands: [work, Command(name: "group", abstract: "A group", subcommands: [inner, bare, listed])])

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

  static let bare = Command(name: "bare", abstract: "Without arguments", options: [.data], run: { _ in })

  static let listed = Command(
    name: "listed", abstract: "With files",
    arguments: [ArgumentSpec("FILE", "Files", form: .list, optionElsewhere: "data")],
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
  @Test("values follow a space or '='")
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
    #expect(invocation.options.integer(.seed) == 7)
  }

  @Test("a list takes values up to the next option, can be repeated, and takes one value after '='")
  func lists() throws {
    let invocation = try SampleTree.invocation(["work", "x", "--names", "a", "b", "-", "--soft", "--names=c", "y"])
    #expect(invocation.options.texts(SampleTree.names) == ["a", "b", "-", "c"])
    #expect(invocation.arguments == ["x", "y"])
  }

  @Test("everything after '--' is an argument; a value may contain '=', or begin with a dash after '='")
  func literal() throws {
    let invocation = try SampleTree.invocation([
      "work", "--set", "a.b=c=d", "--set=x.y=-1", "--names=--z", "--", "--soft", "-x",
    ])
    #expect(invocation.arguments == ["--soft", "-x"])
    #expect(invocation.options.overrides(.set).map(\.key) == ["a.b", "x.y"])
    #expect(invocation.options.overrides(.set).map(\.value) == ["c=d", "-1"])
    #expect(invocation.options.texts(SampleTree.names) == ["--z"])
  }

  @Test("--help wins over missing arguments and shows the command that it follows")
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
    (["group"], "'tool group' needs a command: inner, bare, listed; see 'tool group --help'"),
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
    (
      ["group", "bare", "x.csv"],
      "'tool group bare' takes 'x.csv' only behind an option; did you mean '--data x.csv'? See 'tool group bare --help'"
    ),
    (
      ["group", "listed", "--data", "x.csv"],
      "'tool group listed' has no option '--data'; give FILE without it; see 'tool group listed --help'"
    ),
    (["group", "inner", "x"], "'tool group inner' needs '--data PATH'; see 'tool group inner --help'"),
  ]

  @Test("a mistake gives one sentence that says what to do", arguments: mistakes)
  func mistake(line: [String], sentence: String) {
    let error = #expect(throws: UsageError.self) { try CommandLineParser(root: SampleTree.root).parse(line) }
    #expect(error?.description == sentence)
    #expect(error?.failureKind == .usage)
  }

  @Test("a date must be a day that exists, as yyyy-mm-dd")
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
