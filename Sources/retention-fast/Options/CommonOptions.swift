package import CommandParsing
package import Foundation

/// The options that most commands share, as typed values.
package struct CommonOptions: Sendable, Hashable {
  /// Files, folders and patterns of order lines, in the order given.
  package var data: [URL]
  /// The JSON file that maps columns; nil for none.
  package var mapping: URL?
  /// Paths or names of presets; later ones win.
  package var configFiles: [String]
  /// Values of `--set`; later ones win.
  package var overrides: [SettingOverride]
  /// The folder of the runs; nil leaves it to the configuration, as it does for the next four.
  package var output: URL?
  /// The scoring day, such as `2011-12-10`.
  package var asOf: String?
  /// Where all random numbers start; at least 0.
  package var seed: Int?
  /// At least 1.
  package var threads: Int?
  /// With its unit, such as `512MB`.
  package var maxMemory: String?
  /// The run to start from: `latest`, an id, or a path.
  package var run: String
  /// The run that the lines are added to: `latest`, an id, or a path; nil for none.
  package var appendTo: String?
  /// Of results on standard output.
  package var format: OutputFormat
  /// Of messages on standard error.
  package var verbosity: Verbosity
  /// Whether to write anything.
  package var effect: Effect
  /// When to color output.
  package var color: ColorChoice

  /// The format of standard output.
  package enum OutputFormat: Sendable, Hashable {
    case text
    /// One JSON document.
    case json
  }

  /// Whether anything is written.
  package enum Effect: Sendable, Hashable {
    case write
    /// Checks what can be checked in advance, reports what would be done, and writes nothing.
    case dryRun
  }
}

/// When to color output; `auto` colors terminals.
package enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

extension ColorChoice {
  /// The style for one output stream.
  ///
  /// - Parameters:
  ///   - isTerminal: whether the stream is a terminal.
  ///   - environment: a nonempty `NO_COLOR` turns colors off for `auto` (no-color.org).
  package func style(isTerminal: Bool, environment: [String: String]) -> TextStyle {
    switch self {
    case .always: .ansi
    case .never: .plain
    case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty ? .ansi : .plain
    }
  }
}
