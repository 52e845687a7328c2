/// One command of the tree: what it is called, what it takes, what it does.
public struct Command: Sendable {
  public let name: String
  /// One line for the list of commands.
  public let abstract: String
  /// Paragraphs for its own help.
  public let discussion: String
  public let options: [OptionSpec]
  public let arguments: [ArgumentSpec]
  public let examples: [Example]
  /// A command with subcommands does nothing by itself.
  public let subcommands: [Command]
  /// At the end of its help.
  public let tables: [Table]
  public let run: Action

  public typealias Action = @Sendable (Invocation) throws -> Void

  /// A line that can be typed, and what it does.
  public struct Example: Sendable, Hashable {
    public let line: String
    public let meaning: String

    public init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// Names and their meanings under a heading.
  public struct Table: Sendable {
    public let heading: String
    public let rows: [(name: String, meaning: String)]

    public init(_ heading: String, _ rows: [(name: String, meaning: String)]) {
      self.heading = heading
      self.rows = rows
    }
  }

  public init(
    name: String, abstract: String, discussion: String = "", options: [OptionSpec] = [],
    arguments: [ArgumentSpec] = [], examples: [Example] = [], tables: [Table] = [], run: @escaping Action
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.options = options + Self.universal
    self.arguments = arguments
    self.examples = examples
    self.tables = tables
    subcommands = []
    self.run = run
    Self.check(options: self.options, arguments: arguments)
  }

  /// A command that only groups others.
  public init(
    name: String, abstract: String, discussion: String = "", options: [OptionSpec] = [], examples: [Example] = [],
    tables: [Table] = [], subcommands: [Command]
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.options = options + Self.universal
    arguments = []
    self.examples = examples
    self.tables = tables
    self.subcommands = subcommands
    run = { _ in preconditionFailure("the parser does not run a command that has subcommands") }
  }

  /// Every command has these.
  static let universal = [OptionSpec.help]

  private static func check(options: [OptionSpec], arguments: [ArgumentSpec]) {
    precondition(Set(options.map(\.name)).count == options.count, "an option is declared once")
    precondition(
      arguments.dropLast().allSatisfy { $0.form == .required }, "only the last argument may be absent or repeated")
  }
}

/// A command line that was understood.
public struct Invocation: Sendable {
  /// With the program's name first: `["retention-fast", "config", "show"]`.
  public let path: [String]
  public let options: ParsedOptions
  public let arguments: [String]
}
