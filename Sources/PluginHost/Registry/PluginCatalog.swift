import Text

/// Plugins as declared, before `uses` is resolved.
struct PluginCatalog {
  private let builtIns: [PluginKey: BuiltInPlugin]
  private var definitions: [PluginKey: PluginDefinition] = [:]
  /// In order of registration.
  private(set) var keys: [PluginKey]

  /// - Precondition: no two plugins share kind and name.
  init(_ builtIns: [BuiltInPlugin]) {
    keys = builtIns.map { PluginKey(kind: $0.kind, name: $0.name) }
    precondition(Set(keys).count == keys.count, "two built-in plugins of one kind and name")
    self.builtIns = Dictionary(uniqueKeysWithValues: zip(keys, builtIns))
  }
}

extension PluginCatalog {
  /// By kind, then in order of registration.
  var entries: [PluginEntry] {
    PluginKind.allCases.flatMap { kind in
      keys.filter { $0.kind == kind }.compactMap(entry)
    }
  }

  /// The closures that make models and allocations.
  var makers: [PluginKey: BuiltInPlugin.Maker] {
    builtIns.compactMapValues { plugin in
      if case .made(let maker) = plugin.content { maker } else { nil }
    }
  }

  private func entry(_ key: PluginKey) -> PluginEntry? {
    builtIns[key]?.entry ?? definitions[key]?.entry
  }

  /// - Throws: `PluginError.duplicateName`.
  mutating func add(_ definition: PluginDefinition) throws(PluginError) {
    let key = PluginKey(kind: definition.entry.kind, name: definition.entry.name)
    if let first = entry(key) {
      throw .duplicateName(kind: key.kind, name: key.name, first: first.origin, at: definition.namePosition)
    }
    definitions[key] = definition
    keys.append(key)
  }

  /// Follows `uses` from a plugin to the last one.
  ///
  /// - Throws: `PluginError.usesCycle`, `PluginError.unknownUses`.
  func chain(from key: PluginKey) throws(PluginError) -> PluginChain {
    var links: [PluginDefinition] = []
    var next = key
    while let definition = definitions[next] {
      links.append(definition)
      guard let uses = definition.uses else { return PluginChain(links: links, base: nil) }
      next = PluginKey(kind: key.kind, name: uses.name)
      let names = links.map(\.entry.name)
      if let start = names.firstIndex(of: uses.name) {
        throw .usesCycle(names: names[start...] + [uses.name], at: uses.position)
      }
      if entry(next) == nil { throw unknownUses(uses, key.kind) }
    }
    return PluginChain(links: links, base: builtIns[next])
  }

  private func unknownUses(_ uses: PluginDefinition.Reference, _ kind: PluginKind) -> PluginError {
    let known = keys.filter { $0.kind == kind }.map(\.name)
    return .unknownUses(
      kind: kind, name: uses.name, nearest: nearestName(to: uses.name, in: known), known: known, at: uses.position)
  }
}
