public import Settings

/// What is done for each segment.
public struct StrategySettings: Sendable, Hashable {
  /// `standard` for `segments`, or the name of a strategy plugin.
  public let book: String
  /// By name of the segment.
  public let segments: NamedValues<ConfiguredStrategy>

  public init(_ configuration: Configuration) {
    book = configuration[StrategyParameters.book]
    segments = configuration[StrategyParameters.segments]
  }
}
