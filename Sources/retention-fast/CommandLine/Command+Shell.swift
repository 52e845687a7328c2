import CommandParsing
import Runs

extension Command {
  /// What it says is the same as `--help` of the command that is named: the shell answers it before commands run.
  static let help: Command = Command(
    name: "help",
    abstract: "Show the help of a command",
    options: [.color],
    arguments: [ArgumentSpec("COMMAND", "The command, such as train or config show", form: .list)],
    examples: [Example("retention-fast help train", "The same as 'retention-fast train --help'.")],
    run: { _ in })

  static let completions: Command = Command(
    name: "completions",
    abstract: "Print a script that completes commands and options",
    options: [.color],
    arguments: [ArgumentSpec("SHELL", "bash, zsh or fish")],
    examples: [
      Example("source <(retention-fast completions bash)", "Complete in this bash; 'make install' sets it up for good.")
    ],
    run: { invocation in
      let name = invocation.arguments.first ?? ""
      guard let script = CompletionScript(rawValue: name) else {
        let expected = "one of \(CompletionScript.allCases.map(\.rawValue).joined(separator: ", "))"
        throw UsageError(
          path: invocation.path,
          problem: .badValue(option: "SHELL", value: name, expected: expected, nearest: nil))
      }
      try StandardOutput.write(script.text(for: .retentionFast))
    })

  static let manual: Command = Command(
    name: "man",
    abstract: "Print the manual page, for man",
    options: [.color],
    examples: [Example("retention-fast man | man -l -", "Read it.")],
    run: { _ in
      try StandardOutput.write(ManualPage(version: Versions.line).text(for: .retentionFast))
    })
}
