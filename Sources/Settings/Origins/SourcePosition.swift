/// Where a value was written: a place in a file, an environment variable, or an option of the command line.
package struct SourcePosition: Sendable, Hashable {
  package enum Source: Sendable, Hashable {
    /// The path as the user gave it.
    case file(String)
    case environment(variable: String)
    /// The option without its value, such as `--set churn.horizon_days` or `--seed`.
    case option(String)
  }

  package let source: Source
  /// From 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int

  package init(_ source: Source, line: Int = 1, column: Int = 1) {
    self.source = source
    self.line = line
    self.column = column
  }
}

extension SourcePosition: CustomStringConvertible {
  /// `file:line:column`, or the name of the variable or option.
  package var description: String {
    switch source {
    case .file(let path): "\(path):\(line):\(column)"
    case .environment(let variable): "environment variable \(variable)"
    case .option(let option): "option \(option)"
    }
  }

  /// The path where the source is a file.
  package var file: String? {
    if case .file(let path) = source { path } else { nil }
  }
}
