package import Retention
import Text

extension PluginRegistry {
  /// The naming of that name, with the rules of all that it uses.
  ///
  /// - Throws: `PluginError.unknownPlugin`.
  package func naming(named name: String) throws(PluginError) -> RuleNaming {
    guard let naming = namings[name] else { throw unknown(.naming, name) }
    return naming
  }

  /// The strategies of that name, with those of all that it uses.
  ///
  /// - Throws: `PluginError.unknownPlugin`.
  package func strategyBook(named name: String) throws(PluginError) -> StrategyBook {
    guard let book = strategyBooks[name] else { throw unknown(.strategy, name) }
    return book
  }

  /// The model or allocation of that kind and name.
  ///
  /// - Throws: `PluginError.unknownPlugin`.
  package func definition(kind: PluginKind, name: String) throws(PluginError) -> ResolvedDefinition {
    guard let definition = definitions[PluginKey(kind: kind, name: name)] else { throw unknown(kind, name) }
    return definition
  }

  /// What is known about a plugin.
  ///
  /// - Throws: `PluginError.unknownPlugin`.
  package func entry(kind: PluginKind, name: String) throws(PluginError) -> PluginEntry {
    guard let entry = entries.first(where: { $0.kind == kind && $0.name == name }) else { throw unknown(kind, name) }
    return entry
  }

  /// Names of all plugins of a kind, in the order of `entries`.
  package func names(of kind: PluginKind) -> [String] {
    entries.filter { $0.kind == kind }.map(\.name)
  }

  private func unknown(_ kind: PluginKind, _ name: String) -> PluginError {
    let known = names(of: kind)
    return .unknownPlugin(kind: kind, name: name, nearest: nearestName(to: name, in: known), known: known)
  }
}
