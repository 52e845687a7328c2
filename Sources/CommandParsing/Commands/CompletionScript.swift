/// Renders a shell's completion script from the declarations of the commands.
package enum CompletionScript: String, Sendable, CaseIterable {
  case bash, zsh, fish

  /// The whole script.
  package func text(for root: Command) -> String {
    let nodes = Node.all(of: root)
    return switch self {
    case .bash: Self.bash(root, nodes)
    case .zsh: Self.zsh(root, nodes)
    case .fish: Self.fish(root, nodes)
    }
  }

  /// A command and the words that lead to it, without the program's name.
  private struct Node {
    let words: [String]
    let command: Command

    static func all(of root: Command) -> [Node] {
      func below(_ command: Command, _ words: [String]) -> [Node] {
        [Node(words: words, command: command)] + command.subcommands.flatMap { below($0, words + [$0.name]) }
      }
      return below(root, [])
    }

    /// What can follow: subcommands and options.
    var next: [String] { command.subcommands.map(\.name) + command.options.flatMap(\.names) }
    var takesFiles: Bool { !command.arguments.isEmpty }
  }

  // MARK: - bash

  private static func bash(_ root: Command, _ nodes: [Node]) -> String {
    let function = "_" + root.name.map { $0 == "-" ? "_" : String($0) }.joined()
    let paths = nodes.filter { !$0.command.subcommands.isEmpty }.flatMap { node in
      node.command.subcommands.map { "    '\((node.words + [$0.name]).joined(separator: " "))') path=\"$next\" ;;" }
    }
    let values = nodes.flatMap { node in
      node.command.options.filter { $0.form != .flag }.map { option in
        "    '\(node.words.joined(separator: " "))|\(option.flag)') \(bashValues(option)); return ;;"
      }
    }
    let words = nodes.map { node in
      "    '\(node.words.joined(separator: " "))') words='\(node.next.joined(separator: " "))'"
        + (node.takesFiles ? "; files=1" : "") + " ;;"
    }
    return """
      # bash completion of \(root.name)
      \(function)() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
        local path='' next words='' files='' index
        for ((index = 1; index < COMP_CWORD; index++)); do
          next="${path:+$path }${COMP_WORDS[index]}"
          case "$next" in
      \(paths.joined(separator: "\n"))
          esac
        done
        COMPREPLY=()
        case "$path|$previous" in
      \(values.joined(separator: "\n"))
        esac
        case "$path" in
      \(words.joined(separator: "\n"))
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
        if [ -n "$files" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
      }
      complete -o filenames -F \(function) \(root.name)

      """
  }

  private static func bashValues(_ option: OptionSpec) -> String {
    switch option.kind {
    case .path: "COMPREPLY=($(compgen -f -- \"$current\"))"
    case .choice(let choices): "COMPREPLY=($(compgen -W '\(choices.joined(separator: " "))' -- \"$current\"))"
    default: ":"
    }
  }

  // MARK: - zsh

  private static func zsh(_ root: Command, _ nodes: [Node]) -> String {
    func function(_ words: [String]) -> String {
      "_" + ([root.name] + words).joined(separator: "_").map { $0 == "-" ? "_" : String($0) }.joined()
    }
    let functions = nodes.map { node -> String in
      let options = node.command.options.flatMap(zshOptions)
      guard !node.command.subcommands.isEmpty else {
        let files = node.takesFiles ? ["'*:file:_files'"] : []
        return "\(function(node.words))() {\n  _arguments \\\n"
          + (options + files).map { "    \($0)" }.joined(separator: " \\\n") + "\n}"
      }
      let names = node.command.subcommands.map { "    '\($0.name):\(quoted($0.abstract))'" }
      let cases = node.command.subcommands.map { "    \($0.name)) \(function(node.words + [$0.name])) ;;" }
      return """
        \(function(node.words))() {
          local line state
          local -a commands=(
        \(names.joined(separator: "\n"))
          )
          _arguments -C \\
        \((options + ["'1: :->command'", "'*::arg:->rest'"]).map { "    \($0)" }.joined(separator: " \\\n"))
          case $state in
          command) _describe command commands ;;
          rest) case $line[1] in
        \(cases.joined(separator: "\n"))
            esac ;;
          esac
        }
        """
    }
    return "#compdef \(root.name)\n\n" + functions.joined(separator: "\n\n")
      + "\n\n\(function([])) \"$@\"\n"
  }

  private static func zshOptions(_ option: OptionSpec) -> [String] {
    let many = option.form == .repeated || option.form == .list ? "*" : ""
    let value: String =
      switch (option.form, option.kind) {
      case (.flag, _): ""
      case (_, .path): ":\(option.placeholder):_files"
      case (_, .choice(let choices)): ":\(option.placeholder):(\(choices.joined(separator: " ")))"
      default: ":\(option.placeholder): "
      }
    return option.names.map { "'\(many)\($0)[\(quoted(option.abstract))]\(value)'" }
  }

  /// Text within single quotes and brackets of a completion specification.
  private static func quoted(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "'": result += "'\\''"
      case "[", "]", ":", "\\": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }

  // MARK: - fish

  private static func fish(_ root: Command, _ nodes: [Node]) -> String {
    let lines = nodes.flatMap { node -> [String] in
      let condition = fishCondition(node)
      let start = "complete -c \(root.name) -n '\(condition)'"
      let commands = node.command.subcommands.map { "\(start) -f -a \($0.name) -d \(fishText($0.abstract))" }
      let options = node.command.options.map { option -> String in
        let short = option.short.map { " -s \($0)" } ?? ""
        let value: String =
          switch (option.form, option.kind) {
          case (.flag, _): ""
          case (_, .path): " -r -F"
          case (_, .choice(let choices)): " -x -a '\(choices.joined(separator: " "))'"
          default: " -x"
          }
        return "\(start)\(short) -l \(option.name)\(value) -d \(fishText(option.abstract))"
      }
      return commands + options
    }
    return "# fish completion of \(root.name)\ncomplete -c \(root.name) -f\n" + lines.joined(separator: "\n") + "\n"
  }

  /// Holds where the words so far lead to a command and no further.
  private static func fishCondition(_ node: Node) -> String {
    let seen = node.words.map { "__fish_seen_subcommand_from \($0)" }
    let deeper = node.command.subcommands.map(\.name).joined(separator: " ")
    let none =
      node.command.subcommands.isEmpty ? [] : ["not __fish_seen_subcommand_from \(deeper)"]
    return (seen + none).joined(separator: "; and ")
  }

  private static func fishText(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}

extension OptionSpec {
  /// As they are typed.
  var names: [String] { (short.map { ["-\($0)"] } ?? []) + [flag] }
}
