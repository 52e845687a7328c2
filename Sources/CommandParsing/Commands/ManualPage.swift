/// Renders the manual page of a program, for `man`, from the declarations of its commands.
package struct ManualPage: Sendable {
  let version: String

  /// - Parameter version: of the program, at the foot of the page.
  package init(version: String) { self.version = version }

  /// The page in the language of `man`.
  package func text(for root: Command) -> String {
    var lines = [
      ".TH \(root.name.uppercased()) 1 \"\" \"\(escaped(version))\" \"User commands\"", ".SH NAME",
      "\(escaped(root.name)) \\- \(escaped(root.abstract))", ".SH SYNOPSIS",
      ".B \(escaped(root.name))", ".I COMMAND", "[OPTIONS]", ".SH DESCRIPTION",
    ]
    lines += paragraphs(root.discussion)
    lines += options(of: root, heading: ".SH OPTIONS")
    lines.append(".SH COMMANDS")
    for command in root.subcommands { lines += section(command, path: [command.name]) }
    for table in root.tables {
      lines.append(".SH \(escaped(table.heading.uppercased()))")
      for row in table.rows { lines += [".TP", ".B \(escaped(row.name))", escaped(row.meaning)] }
    }
    if !root.examples.isEmpty {
      lines.append(".SH EXAMPLES")
      lines += examples(root.examples)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ command: Command, path: [String]) -> [String] {
    guard command.subcommands.isEmpty else {
      return command.subcommands.flatMap { section($0, path: path + [$0.name]) }
    }
    let arguments = command.arguments.map { argument in
      argument.form == .required ? argument.name : "[\(argument.name)\(argument.form == .list ? "..." : "")]"
    }
    var lines = [".SS \"\((path + arguments).map(escaped).joined(separator: " "))\"", escaped(command.abstract) + "."]
    lines += paragraphs(command.discussion)
    for argument in command.arguments {
      lines += [".TP", ".I \(escaped(argument.name))", escaped(argument.abstract)]
    }
    lines += options(of: command, heading: nil)
    return lines + examples(command.examples)
  }

  private func options(of command: Command, heading: String?) -> [String] {
    guard !command.options.isEmpty else { return [] }
    let ordered = OptionGroup.allCases.flatMap { group in command.options.filter { $0.group == group } }
    return (heading.map { [$0] } ?? [])
      + ordered.flatMap { option in
        let names = option.names.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
        let value = option.form == .flag ? "" : " \\fI\(escaped(option.placeholder))\\fR"
        let remark =
          option.presence == .required ? " (required)" : option.standard.map { " (default: \($0))" } ?? ""
        return [".TP", names + value, escaped(option.abstract + remark)]
      }
  }

  private func examples(_ examples: [Command.Example]) -> [String] {
    examples.flatMap { [".PP", ".nf", escaped($0.line), ".fi", ".RS 4", escaped($0.meaning), ".RE"] }
  }

  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n\n").flatMap { paragraph in
      [".PP", escaped(paragraph.split(whereSeparator: \.isWhitespace).joined(separator: " "))]
    }
  }

  /// Text in which nothing is a request or an escape.
  private func escaped(_ text: String) -> String {
    let safe = text.map { character -> String in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      case "\"": "\\(dq"
      default: String(character)
      }
    }.joined()
    return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
  }
}
