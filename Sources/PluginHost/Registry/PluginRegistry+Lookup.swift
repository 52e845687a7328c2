public import Retention
import Text

extension PluginRegistry {
  /// - Throws: `PluginError.unknownPlugin`.
  public func naming(named name: String) throws(PluginError) -> RuleNaming {
    guard let naming = namings[name] else { throw unknown(.naming, name) }
    return naming
  }

  /// - Throws: `PluginError.unknownPlugin`.
  public func strategyBook(named name: String) throws(PluginError) -> StrategyBook {
    guard let book = strategyBooks[name] else { throw unknown(.strategy, name) }
    return book
  }

  /// A model or an allocation.
  ///
  /// - Throws: `PluginError.unknownPlugin`.
  public func definition(kind: PluginKind, name: String) throws(PluginError) -> ResolvedDefinition {
    guard let definition = definitions[PluginKey(kind: kind, name: name)] else { throw unknown(kind, name) }
    return definition
  }

  /// - Throws: `PluginError.unknownPlugin`.
  public func entry(kind: PluginKind, name: String) throws(PluginError) -> PluginEntry {
    guard let entry = entries.first(where: { $0.kind == kind && $0.name == name }) else { throw unknown(kind, name) }
    return entry
  }

  /// In the order of `entries`.
  public func names(of kind: PluginKind) -> [String] {
    entries.filter { $0.kind == kind }.map(\.name)
  }

  private func unknown(_ kind: PluginKind, _ name: String) -> PluginError {
    let known = names(of: kind)
    return .unknownPlugin(kind: kind, name: name, nearest: nearestName(to: name, in: known), known: known)
  }
}
