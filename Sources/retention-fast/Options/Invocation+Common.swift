import CommandParsing

extension Invocation {
  /// The options that most commands share.
  var common: CommonOptions { CommonOptions(options) }
}
