public import Foundation

/// The options that most commands share, as typed values.
public struct CommonOptions: Sendable, Hashable {
  /// Files or folders of order lines, in the order given.
  public var data: [URL]
  public var mapping: URL?
  /// Paths or names of presets; later ones win.
  public var configFiles: [String]
  public var overrides: [SettingOverride]
  /// Nil leaves it to the configuration; so do the next four.
  public var output: URL?
  /// A day of the calendar, as `2011-12-10`.
  public var asOf: String?
  public var seed: Int?
  public var threads: Int?
  /// As `512MB`.
  public var maxMemory: String?
  /// The run to start from: `latest`, an id, or a path.
  public var run: String
  /// The run that the lines are added to.
  public var appendTo: String?
  public var format: OutputFormat
  public var verbosity: Verbosity
  public var effect: Effect
  public var color: ColorChoice

  /// What standard output carries.
  public enum OutputFormat: Sendable, Hashable {
    case text
    /// One JSON document.
    case json
  }

  /// Whether anything is written.
  public enum Effect: Sendable, Hashable {
    case write
    /// Checks everything that can be checked before, says what would be done, and writes nothing.
    case dryRun
  }
}

/// `--color`.
public enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

extension ColorChoice {
  /// - Parameters:
  ///   - isTerminal: of the stream that is written to.
  ///   - environment: `NO_COLOR`, when not empty, turns `auto` off (no-color.org).
  public func style(isTerminal: Bool, environment: [String: String]) -> TextStyle {
    switch self {
    case .always: .ansi
    case .never: .plain
    case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty ? .ansi : .plain
    }
  }
}
