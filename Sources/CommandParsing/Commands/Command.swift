/// One command of the tree: its name, its options and arguments, and what it does.
package struct Command: Sendable {
  /// As typed.
  package let name: String
  /// One line for the list of commands, without a period.
  package let abstract: String
  /// Paragraphs for the command's own help, separated by blank lines.
  package let discussion: String
  /// All options, including those that every command has.
  package let options: [OptionSpec]
  /// Positional arguments, in order.
  package let arguments: [ArgumentSpec]
  /// Listed in the command's help.
  package let examples: [Example]
  /// A command with subcommands does nothing by itself.
  package let subcommands: [Command]
  /// Printed at the end of the help.
  package let tables: [Table]
  /// Runs the command; never called for a command with subcommands.
  package let run: Action

  /// What a command does with a parsed command line.
  package typealias Action = @Sendable (Invocation) throws -> Void

  /// A command line, and what it does.
  package struct Example: Sendable, Hashable {
    /// As it would be typed.
    package let line: String
    /// One sentence.
    package let meaning: String

    /// Creates an example from a line and its meaning.
    package init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// Names and their meanings under a heading.
  package struct Table: Sendable {
    /// Without a colon.
    package let heading: String
    /// In order.
    package let rows: [(name: String, meaning: String)]

    /// Creates a table from its heading and rows.
    package init(_ heading: String, _ rows: [(name: String, meaning: String)]) {
      self.heading = heading
      self.rows = rows
    }
  }

  /// A command that can be run.
  ///
  /// - Precondition: option names are unique, and only the last argument may be optional or a list.
  package init(
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
  package init(
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

  /// Options that every command has.
  static let universal = [OptionSpec.help]

  private static func check(options: [OptionSpec], arguments: [ArgumentSpec]) {
    precondition(Set(options.map(\.name)).count == options.count, "an option is declared once")
    precondition(
      arguments.dropLast().allSatisfy { $0.form == .required }, "only the last argument may be absent or repeated")
  }
}

/// A command line that was parsed and checked.
package struct Invocation: Sendable {
  /// The names of the commands, with the program's name first: `["retention-fast", "config", "show"]`.
  package let path: [String]
  /// The options that were given.
  package let options: ParsedOptions
  /// Values that belong to no option, in order.
  package let arguments: [String]
}
