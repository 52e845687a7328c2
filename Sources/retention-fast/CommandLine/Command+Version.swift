import CommandParsing
import Runs

extension Command {
  static let version = Command(
    name: "version",
    abstract: "Show the version",
    options: [.json, .color],
    run: { invocation in
      if invocation.common.format == .json { return try StandardOutput.write(json: Versions()) }
      try StandardOutput.write(Versions.line + "\n")
    })
}
