/// Renders the help of a command from its declaration.
package struct HelpRenderer: Sendable {
  let width: Int
  let style: TextStyle

  /// - Parameter width: columns of the terminal, clamped to 40...100.
  package init(width: Int, style: TextStyle = .plain) {
    self.width = min(100, max(40, width))
    self.style = style
  }

  /// The whole help text, with a line feed at the end.
  ///
  /// - Parameter path: the names of the commands down to this one, with the program's name first.
  package func text(for command: Command, path: [String]) -> String {
    var sections = [wrap(command.abstract + ".", indent: 0), usage(command, path)]
    sections += paragraphs(command.discussion)
    sections.append(rows("Commands", command.subcommands.map { ($0.name, $0.abstract, nil) }))
    sections.append(rows("Arguments", command.arguments.map { (Self.form($0), $0.abstract, nil) }))
    for group in OptionGroup.allCases {
      let options = command.options.filter { $0.group == group }
      sections.append(rows(group.rawValue, options.map { (Self.form($0), $0.abstract, Self.absence($0)) }))
    }
    sections.append(examples(command.examples))
    sections += command.tables.map { table in rows(table.heading, table.rows.map { ($0, $1, nil) }) }
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func usage(_ command: Command, _ path: [String]) -> String {
    var words = path
    if !command.subcommands.isEmpty { words.append("COMMAND") }
    words.append("[OPTIONS]")
    words += command.arguments.map(Self.form)
    return style(.heading, "Usage:") + " " + words.joined(separator: " ")
  }

  private func examples(_ examples: [Command.Example]) -> String {
    guard !examples.isEmpty else { return "" }
    let lines = examples.map { "  " + style(.name, $0.line) + "\n" + wrap($0.meaning, indent: 6) }
    return ([style(.heading, "Examples:")] + lines).joined(separator: "\n")
  }

  private static func form(_ option: OptionSpec) -> String {
    let names = (option.short.map { "-\($0), " } ?? "") + option.flag
    switch option.form {
    case .flag: return names
    case .single: return "\(names) \(option.placeholder)"
    case .repeated, .list: return "\(names) \(option.placeholder)…"
    }
  }

  /// A remark on what happens without the option; nil for none.
  private static func absence(_ option: OptionSpec) -> String? {
    option.presence == .required ? "required" : option.standard.map { "default: \($0)" }
  }

  private static func form(_ argument: ArgumentSpec) -> String {
    switch argument.form {
    case .required: argument.name
    case .optional: "[\(argument.name)]"
    case .list: "[\(argument.name)…]"
    }
  }
}

// MARK: - Layout

extension HelpRenderer {
  /// A heading and two columns. A sentence is printed beside its name if the name fits its column, otherwise below.
  private func rows(_ heading: String, _ rows: [(name: String, sentence: String, remark: String?)]) -> String {
    guard !rows.isEmpty else { return "" }
    let widest = rows.map(\.name.count).max() ?? 0
    let column = min(widest, 24, width / 3) + 4
    let lines = rows.map { row in
      let sentence = row.sentence + (row.remark.map { " (\($0))" } ?? "")
      let text = wrap(sentence, indent: column)
      let name = "  " + style(.name, row.name)
      let used = row.name.count + 2
      return used + 2 <= column
        ? name + String(repeating: " ", count: column - used) + text.dropFirst(column)
        : name + "\n" + text
    }
    return ([style(.heading, heading + ":")] + lines).joined(separator: "\n")
  }

  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n\n").map { wrap(String($0), indent: 0) }
  }

  /// Wraps text between words; a word longer than a line gets its own. Line feeds count as spaces.
  private func wrap(_ text: String, indent: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    let margin = String(repeating: " ", count: indent)
    return lines.map { margin + $0 }.joined(separator: "\n")
  }
}
