public import Settings

/// What a model or an allocation is made from.
public struct ModelRequest: Sendable {
  /// All settings, with the parameters of the plugin that was asked for laid over its own section.
  public let configuration: Configuration
  /// Where all random numbers start.
  public let seed: UInt64

  public init(configuration: Configuration, seed: UInt64) {
    self.configuration = configuration
    self.seed = seed
  }
}
