package import CommandParsing
package import Foundation

/// The options that most commands share, as typed values.
package struct CommonOptions: Sendable, Hashable {
  /// Files or folders of order lines, in the order given.
  package var data: [URL]
  package var mapping: URL?
  /// Paths or names of presets; later ones win.
  package var configFiles: [String]
  package var overrides: [SettingOverride]
  /// Nil leaves it to the configuration; so do the next four.
  package var output: URL?
  /// A day of the calendar, as `2011-12-10`.
  package var asOf: String?
  package var seed: Int?
  package var threads: Int?
  /// As `512MB`.
  package var maxMemory: String?
  /// The run to start from: `latest`, an id, or a path.
  package var run: String
  /// The run that the lines are added to.
  package var appendTo: String?
  package var format: OutputFormat
  package var verbosity: Verbosity
  package var effect: Effect
  package var color: ColorChoice

  /// What standard output carries.
  package enum OutputFormat: Sendable, Hashable {
    case text
    /// One JSON document.
    case json
  }

  /// Whether anything is written.
  package enum Effect: Sendable, Hashable {
    case write
    /// Checks everything that can be checked before, says what would be done, and writes nothing.
    case dryRun
  }
}

/// `--color`.
package enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

extension ColorChoice {
  /// - Parameters:
  ///   - isTerminal: of the stream that is written to.
  ///   - environment: `NO_COLOR`, when not empty, turns `auto` off (no-color.org).
  package func style(isTerminal: Bool, environment: [String: String]) -> TextStyle {
    switch self {
    case .always: .ansi
    case .never: .plain
    case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty ? .ansi : .plain
    }
  }
}
