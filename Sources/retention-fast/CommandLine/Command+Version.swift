import Pipeline

extension Command {
  static let version = Command(
    name: "version",
    abstract: "Show the version",
    options: [.json, .color],
    run: { invocation in
      let versions = Versions()
      let json = try JSONValue(encoding: versions).text()
      try StandardOutput.write(invocation.common.format == .json ? json : Versions.line + "\n")
    })
}
