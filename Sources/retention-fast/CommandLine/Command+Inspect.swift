import CommandParsing
import Foundation
import Pipeline

extension Command {
  static let inspect = Command(
    name: "inspect",
    abstract: "Look at files of order lines before anything runs",
    discussion: """
      Says how each file is read, what each column holds, which column seems to be which, and what 'train' would do with \
      it. A suggestion is only that: 'train' recognises well-known headers, and reads others by the file of --mapping.
      """,
    options: [.mapping, .saveMapping, .rows] + [.config, .set, .threads, .json] + .display,
    arguments: [ArgumentSpec("FILE", "Files, folders and patterns", form: .list, optionElsewhere: "data")],
    examples: [
      Example("retention-fast inspect orders.csv", "What is in it?"),
      Example(
        "retention-fast inspect orders.csv --save-mapping columns.json",
        "Write the suggested mapping, to look at and to give to 'train --mapping columns.json'."),
    ],
    run: inspectFiles)

  private static let inspectFiles: Action = { invocation in
    guard !invocation.arguments.isEmpty else {
      throw UsageError(path: invocation.path, problem: .missingArgument("FILE"))
    }
    let options = invocation.common
    let inspector = try FileInspector(
      options.configuration(), rows: invocation.options.integer(.rows) ?? 100_000,
      cancellation: ProcessSignals.cancellation)
    let (files, notes) = try inspector.inspect(invocation.arguments)
    let console = options.console
    for note in notes where options.verbosity != .quiet { console.line(note) }
    if let target = invocation.options.path(.saveMapping) {
      try MappingFile.write(files, to: target)
      if options.verbosity != .quiet { console.line("wrote \(target.relativePath)") }
    }
    if options.format == .json {
      return try StandardOutput.write(json: ["files": files])
    }
    let isTerminal = Terminal.isTerminal(STDOUT_FILENO)
    let style = options.color.style(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment)
    let renderer = InspectionRenderer(width: Terminal.width(of: STDOUT_FILENO), style: style)
    try StandardOutput.write(files.map(renderer.text).joined(separator: "\n"))
  }
}

extension OptionSpec {
  static let saveMapping = value(
    "save-mapping", "FILE", .path, group: .output, "Write the suggested mapping as JSON; replaces the file")
  static let rows = value(
    "rows", "N", .integer(1...Int.max), group: .input, standard: "100000", "Rows of each file to look at, at most")
}
