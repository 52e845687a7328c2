import Text

extension ParameterCatalog {
  /// Every parameter at its default.
  package var defaults: Configuration { Configuration(catalog: self, values: ConfigurationResolver(self).values) }

  /// Lays the sources over the defaults, or over another configuration.
  ///
  /// - Throws: `SettingsError` for the first thing that is wrong: a file that cannot be read, an unknown key, a value of
  ///   the wrong type or out of range, each with its place.
  package func resolve(
    _ sources: ConfigurationSources, over base: Configuration? = nil
  ) throws(SettingsError) -> Configuration {
    var files = ConfigurationFiles(presetFolders: sources.presetFolders)
    for file in sources.files { try files.add(file, requester: nil) }
    var resolver = base.map { ConfigurationResolver($0) } ?? ConfigurationResolver(self)
    for layer in files.layers { try resolver.apply(layer.entries, under: "") }
    for fragment in sources.fragments { try resolver.apply(fragment) }
    try resolver.apply(environment: sources.environment)
    for override in sources.overrides {
      try resolver.apply(override.value, to: override.key, source: .option(override.option))
    }
    return Configuration(catalog: self, values: resolver.values)
  }

  /// Lays one document over the defaults: for tests, and for configurations that are no files. `extends` is unknown here.
  package func resolve(yaml text: String, file: String = "settings") throws(SettingsError) -> Configuration {
    var resolver = ConfigurationResolver(self)
    let root = try parseYAML(text: text, file: file)
    if !root.isNull { try resolver.apply(try root.entries("the file"), under: "") }
    return Configuration(catalog: self, values: resolver.values)
  }
}

extension Configuration {
  /// This configuration with the values that another one has for a key, or for all keys of a section.
  package func taking(_ key: String, from other: Configuration) -> Configuration {
    let taken = other.values.filter { $0.key == key || $0.key.hasPrefix(key + ".") }
    precondition(!taken.isEmpty, "\(key) is in the catalogue")
    return Configuration(catalog: catalog, values: values.merging(taken) { $1 })
  }

  /// This configuration with values of one section replaced, as a plugin's definition file asks for.
  ///
  /// - Parameter nodes: by name without the section.
  /// - Throws: `SettingsError` as for a file: unknown names, wrong types, values out of range, with their places.
  package func overriding(_ section: String, with nodes: [String: YAMLNode]) throws(SettingsError) -> Configuration {
    var resolver = ConfigurationResolver(self)
    for (name, node) in nodes.sorted(by: { $0.key < $1.key }) {
      try resolver.apply(node, to: "\(section).\(name)", at: node.position)
    }
    return Configuration(catalog: catalog, values: resolver.values)
  }
}

/// Lays layers over one another, lowest first.
private struct ConfigurationResolver {
  let catalog: ParameterCatalog
  private(set) var values: [String: ResolvedValue]

  init(_ catalog: ParameterCatalog) {
    self.catalog = catalog
    values = catalog.byKey.mapValues { ResolvedValue(value: $0.defaultValue, origin: .builtIn) }
  }

  init(_ configuration: Configuration) {
    catalog = configuration.catalog
    values = configuration.values
  }

  mutating func apply(_ entries: [YAMLEntry], under section: String) throws(SettingsError) {
    for entry in entries {
      let key = section.isEmpty ? entry.key : "\(section).\(entry.key)"
      try apply(entry.value, to: key, at: entry.keyPosition)
    }
  }

  /// - Parameter position: of the key.
  mutating func apply(_ node: YAMLNode, to key: String, at position: SourcePosition) throws(SettingsError) {
    if let parameter = catalog.byKey[key] {
      try set(parameter, to: node)
    } else if catalog.isSection(key) {
      // A section whose lines are all commented out says nothing.
      if !node.isNull { try apply(try node.entries(key), under: key) }
    } else {
      // A file's own `extends` never comes here, so one that does is not allowed there.
      let alsoKnown = key.contains(".") || key == "extends" ? [] : ["extends"]
      throw catalog.unknownKey(key, alsoKnown: alsoKnown, at: position)
    }
  }

  private mutating func set(_ parameter: any ParameterDeclaration, to node: YAMLNode) throws(SettingsError) {
    let earlier = values[parameter.key]?.value ?? parameter.defaultValue
    let value = try parameter.decode(node, over: earlier)
    values[parameter.key] = ResolvedValue(value: value, origin: .written(node.position))
  }
}

// MARK: - Fragments, variables, options

extension ConfigurationResolver {
  mutating func apply(_ fragment: ConfigurationSources.Fragment) throws(SettingsError) {
    precondition(catalog.isSection(fragment.section), "\(fragment.section) is not a section")
    let entries = try readYAML(file: fragment.file).entries(fragment.section)
    try apply(entries.filter { fragment.others[$0.key] == nil }, under: fragment.section)
    for entry in entries {
      if let key = fragment.others[entry.key] { try apply(entry.value, to: key, at: entry.keyPosition) }
    }
  }

  mutating func apply(environment: [String: String]) throws(SettingsError) {
    let ours = environment.filter { $0.key.hasPrefix(Environment.prefix) }
    let known = Dictionary(catalog.byKey.keys.map { (Environment.variable(for: $0), $0) }) { first, _ in first }
    for (variable, value) in ours.sorted(by: { $0.key < $1.key }) {
      guard let key = known[variable] else {
        let nearest = nearestName(to: variable, in: known.keys.sorted())
        let at = SourcePosition(.environment(variable: variable))
        throw .unknownKey(key: variable, nearest: nearest, known: [], at: at)
      }
      try apply(value, to: key, source: .environment(variable: variable))
    }
  }

  /// - Parameter text: YAML, or bare text where the parameter takes that.
  mutating func apply(_ text: String, to key: String, source: SourcePosition.Source) throws(SettingsError) {
    let isQuoted = text.hasPrefix("\"") || text.hasPrefix("'")
    let isBare = catalog.byKey[key]?.takesBareText == true && !isQuoted
    let position = SourcePosition(source)
    let node =
      isBare ? YAMLNode(.scalar(YAMLScalar(text)), at: position) : try parseYAML(text: text, source: source)
    try apply(node, to: key, at: position)
  }
}
