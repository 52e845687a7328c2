import Foundation
import Retention

extension PluginRegistry {
  /// Reads and checks every definition file.
  ///
  /// - Parameters:
  ///   - builtIns: no two of them share kind and name.
  ///   - project: its subfolder `plugins` is searched first, if it exists; nil for none.
  ///   - paths: further folders of plugins, each with one subfolder per kind.
  /// - Throws: `PluginError` for the first wrong file, in the order of the paths.
  package init(
    builtIns: [BuiltInPlugin] = BuiltInPlugin.all, project: String? = nil, paths: [String] = []
  ) throws(PluginError) {
    var folders = paths
    if let own = project.map({ $0 + "/plugins" }), FileManager.default.fileExists(atPath: own) {
      folders.insert(own, at: 0)
    }
    var catalog = PluginCatalog(builtIns)
    for folder in folders {
      for finding in try PluginScanner(folder).findings() {
        var reader = try PluginDefinitionReader(try PluginSource(path: finding.path))
        try catalog.add(try reader.definition(in: finding.kind))
      }
    }
    try self.init(catalog)
  }

  private init(_ catalog: PluginCatalog) throws(PluginError) {
    var namings: [String: RuleNaming] = [:]
    var books: [String: StrategyBook] = [:]
    var definitions: [PluginKey: ResolvedDefinition] = [:]
    for key in catalog.keys {
      let chain = try catalog.chain(from: key)
      switch key.kind {
      case .naming: namings[key.name] = chain.naming
      case .strategy: books[key.name] = chain.strategyBook
      case .allocation, .segmentation, .churn, .clv: definitions[key] = chain.resolvedDefinition
      }
    }
    self.namings = namings
    strategyBooks = books
    self.definitions = definitions
    makers = catalog.makers
    entries = catalog.entries
  }
}
