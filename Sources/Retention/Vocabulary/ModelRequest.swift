package import Settings

/// What a model or an allocation is made from.
package struct ModelRequest: Sendable {
  /// All settings, with the parameters of the plugin that was asked for laid over its own section.
  package let configuration: Configuration
  /// Where all random numbers start.
  package let seed: UInt64

  package init(configuration: Configuration, seed: UInt64) {
    self.configuration = configuration
    self.seed = seed
  }
}
