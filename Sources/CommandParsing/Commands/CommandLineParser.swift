import Text

/// Parses command lines against a tree of commands.
///
/// The syntax is `--name value` or `--name=value`, several values after an option that takes a list (up to the next
/// option), `-x` for options with a short form, and `--` before arguments that begin with a dash. Options of a command
/// come after its name.
package struct CommandLineParser: Sendable {
  let root: Command

  /// - Parameter root: the program itself.
  package init(root: Command) {
    self.root = root
  }

  /// What a command line asks for.
  package enum Result: Sendable {
    case run(Command, Invocation)
    /// Help for a command; the path starts with the program's name.
    case help(Command, path: [String], ParsedOptions)
    case version
  }

  /// Parses and checks a command line.
  ///
  /// - Parameter arguments: without the program's name.
  /// - Throws: `UsageError` for the first mistake.
  package func parse(_ arguments: [String]) throws(UsageError) -> Result {
    var reading = Reading(command: root, path: [root.name], rest: arguments[...])
    try reading.readAll()
    return try reading.result()
  }
}

/// A command line while it is being parsed.
private struct Reading {
  var command: Command
  var path: [String]
  var rest: ArraySlice<String>
  var options = ParsedOptions()
  var arguments: [String] = []
  /// True after `--`: all further words are arguments.
  var isLiteral = false

  init(command: Command, path: [String], rest: ArraySlice<String>) {
    self.command = command
    self.path = path
    self.rest = rest
  }

  mutating func readAll() throws(UsageError) {
    while let word = rest.popFirst() {
      if isLiteral {
        try take(argument: word)
      } else if word == "--" {
        isLiteral = true
      } else if word.hasPrefix("--") {
        try readLong(word)
      } else if Self.looksLikeOption(word) {
        try readShort(word)
      } else {
        try take(argument: word)
      }
    }
  }

  private mutating func take(argument word: String) throws(UsageError) {
    guard command.subcommands.isEmpty else { return try enter(word) }
    let isFull = command.arguments.count <= arguments.count && command.arguments.last?.form != .list
    if isFull {
      let option = command.options.first(where: \.catchesBareArguments)
      throw error(option.map { .bareArgument(word, option: $0.flag) } ?? .unexpectedArgument(word))
    }
    arguments.append(word)
  }

  private mutating func enter(_ name: String) throws(UsageError) {
    guard let next = command.subcommands.first(where: { $0.name == name }) else {
      let known = command.subcommands.map(\.name)
      throw error(.unknownCommand(name, nearest: nearestName(to: name, in: known), known: known))
    }
    command = next
    path.append(name)
  }

  func result() throws(UsageError) -> CommandLineParser.Result {
    if options.contains(.version) { return .version }
    if options.contains(.help) { return .help(command, path: path, options) }
    guard command.subcommands.isEmpty else {
      throw error(.missingCommand(known: command.subcommands.map(\.name)))
    }
    if let missing = command.arguments.dropFirst(arguments.count).first(where: { $0.form == .required }) {
      throw error(.missingArgument(missing.name))
    }
    let absent = command.options.first { $0.presence == .required && !options.contains($0) }
    if let absent { throw error(.missingOption(absent.flag, placeholder: absent.placeholder)) }
    try checkConflicts()
    return .run(command, Invocation(path: path, options: options, arguments: arguments))
  }

  private func checkConflicts() throws(UsageError) {
    let given = command.options.filter(options.contains)
    for option in given {
      if let other = given.first(where: { option.excludes.contains($0.name) }) {
        throw error(.conflict(option.flag, other.flag))
      }
    }
  }

  private func error(_ problem: UsageError.Problem) -> UsageError {
    UsageError(path: path, problem: problem)
  }
}

// MARK: - Options

extension Reading {
  private mutating func readLong(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = command.options.first(where: { $0.name == name }) else { throw unknown(name) }
    try read(option, attached: parts.count == 2 ? String(parts[1]) : nil)
  }

  private mutating func readShort(_ word: String) throws(UsageError) {
    let letters = word.dropFirst()
    guard letters.count == 1, let option = command.options.first(where: { $0.short == letters.first }) else {
      // `-data` was meant as `--data`.
      let nearest = nearestName(to: String(letters), in: command.options.map(\.name)).map { "--\($0)" }
      throw error(.unknownOption(word, nearest: nearest))
    }
    try read(option, attached: nil)
  }

  private mutating func read(_ option: OptionSpec, attached: String?) throws(UsageError) {
    if option.form == .single, options.contains(option) { throw error(.repeatedOption(option.flag)) }
    var values: [String] = []
    switch option.form {
    case .flag:
      if let attached { throw error(.unexpectedValue(option: option.flag, value: attached)) }
    case .single, .repeated:
      values = [try firstValue(of: option, attached: attached)]
    case .list:
      values = [try firstValue(of: option, attached: attached)]
      while attached == nil, let word = rest.first, !Self.looksLikeOption(word) { values.append(rest.removeFirst()) }
    }
    for value in values { try check(value, option) }
    options.add(option, values: values)
  }

  private mutating func firstValue(of option: OptionSpec, attached: String?) throws(UsageError) -> String {
    if let attached { return attached }
    guard let word = rest.first, !Self.looksLikeOption(word) else {
      throw error(.missingValue(option: option.flag, placeholder: option.placeholder))
    }
    return rest.removeFirst()
  }

  private func check(_ value: String, _ option: OptionSpec) throws(UsageError) {
    guard let expected = option.kind.expectation(unmetBy: value) else { return }
    let nearest = nearestName(to: value, in: option.kind.choices)
    throw error(.badValue(option: option.flag, value: value, expected: expected, nearest: nearest))
  }

  /// A single dash and negative numbers are values.
  private static func looksLikeOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word.count > 1 && Double(word) == nil
  }

  private func unknown(_ name: String) -> UsageError {
    if let owner = firstCommand(below: command, with: name) {
      let example = (path + [owner, "--\(name)"]).joined(separator: " ")
      return error(.misplacedOption("--\(name)", example: example))
    }
    if let argument = command.arguments.last, argument.form == .list, argument.optionElsewhere == name {
      return error(.needlessOption("--\(name)", argument: argument.name))
    }
    let nearest = nearestName(to: name, in: command.options.map(\.name)).map { "--\($0)" }
    return error(.unknownOption("--\(name)", nearest: nearest))
  }

  private func firstCommand(below command: Command, with option: String) -> String? {
    command.subcommands.first { $0.options.contains { $0.name == option } }?.name
  }
}
