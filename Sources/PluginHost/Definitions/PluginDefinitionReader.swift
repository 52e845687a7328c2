import Hashing
import Retention
import Settings

/// Reads one definition file.
struct PluginDefinitionReader {
  private let source: PluginSource
  private var reader: MappingReader

  /// - Throws: `PluginError.settings` if the text is not a YAML mapping.
  init(_ source: PluginSource) throws(PluginError) {
    self.source = source
    reader = try settings { () throws(SettingsError) in
      try parseYAML(text: source.text, file: source.path).mapping("the plugin's definition")
    }
  }
}

extension PluginDefinitionReader {
  /// Reads and checks the whole file.
  ///
  /// - Parameter folder: the kind that the file's folder is named after.
  /// - Throws: `PluginError` for the first thing that is wrong.
  mutating func definition(in folder: PluginKind) throws(PluginError) -> PluginDefinition {
    try refuseOtherForms()
    let kind = try kind(in: folder)
    let (name, namePosition) = try name()
    let summary = try settings { () throws(SettingsError) in try reader.optionalString("description") }
    let version = try settings { () throws(SettingsError) in try reader.optionalString("version") }
    let uses = try uses()
    let content = try content(kind, hasBase: uses != nil)
    try settings { () throws(SettingsError) in try reader.finish() }
    let entry = PluginEntry(
      kind: kind, name: name, form: .definition, origin: .file(source.path), summary: summary ?? "", version: version,
      sha256: SHA256.digest(of: source.bytes))
    return PluginDefinition(entry: entry, namePosition: namePosition, uses: uses, content: content)
  }

  private func refuseOtherForms() throws(PluginError) {
    for form in [PluginForm.library, .command] {
      if let position = reader.position(of: form.rawValue) { throw .formNotSupported(form, at: position) }
    }
  }

  private mutating func kind(in folder: PluginKind) throws(PluginError) -> PluginKind {
    let node = try settings { () throws(SettingsError) in try reader.require("plugin") }
    let kind = try settings { () throws(SettingsError) in try node.choice("plugin", of: PluginKind.self) }
    guard kind == folder else { throw .wrongKind(found: kind, folder: folder, at: node.position) }
    return kind
  }

  private mutating func name() throws(PluginError) -> (String, SourcePosition) {
    let node = try settings { () throws(SettingsError) in try reader.require("name") }
    let name = try settings { () throws(SettingsError) in try node.string("name") }
    guard isPluginName(name) else { throw .invalidName(name: name, at: node.position) }
    return (name, node.position)
  }

  private mutating func uses() throws(PluginError) -> PluginDefinition.Reference? {
    guard let node = reader.takePresent("uses") else { return nil }
    let name = try settings { () throws(SettingsError) in try node.string("uses") }
    return PluginDefinition.Reference(name: name, position: node.position)
  }

  private mutating func content(_ kind: PluginKind, hasBase: Bool) throws(PluginError) -> PluginDefinition.Content {
    switch kind {
    case .naming: return try naming(hasBase: hasBase)
    case .strategy: return .strategies(try strategies())
    case .allocation, .segmentation, .churn, .clv:
      // A definition can only change the parameters of a built-in model.
      if !hasBase { _ = try settings { () throws(SettingsError) in try reader.require("uses").string("uses") } }
      let node = reader.takePresent("parameters")
      let entries = try settings { () throws(SettingsError) in try node?.entries("parameters") ?? [] }
      return .parameters(Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value) }))
    }
  }
}

// MARK: - Naming

extension PluginDefinitionReader {
  private mutating func naming(hasBase: Bool) throws(PluginError) -> PluginDefinition.Content {
    let granularity = try settings { () throws(SettingsError) in
      try reader.optionalChoice("applies_to", of: NamingGranularity.self)
    }
    let rules = try rules(hasBase: hasBase)
    let otherwise = hasBase ? reader.takePresent("otherwise") : try required("otherwise")
    return .naming(
      rules: rules, otherwise: try otherwise.map { (node) throws(PluginError) in try segmentName(node, "otherwise") },
      granularity: granularity)
  }

  private mutating func rules(hasBase: Bool) throws(PluginError) -> [PluginDefinition.Rule] {
    guard let list = hasBase ? reader.takePresent("rules") : try required("rules") else { return [] }
    let items = try settings { () throws(SettingsError) in try list.sequence("rules") }
    guard !items.isEmpty else { throw .noRules(at: list.position) }
    return try items.map { (item) throws(PluginError) in try rule(item) }
  }

  private func rule(_ node: YAMLNode) throws(PluginError) -> PluginDefinition.Rule {
    var rule = try settings { () throws(SettingsError) in try node.mapping("a rule") }
    let name = try settings { () throws(SettingsError) in try rule.require("name") }
    let when = try settings { () throws(SettingsError) in try rule.require("when") }
    try settings { () throws(SettingsError) in try rule.finish() }
    return PluginDefinition.Rule(name: try segmentName(name, "name"), expression: try expression(when, "when"))
  }

  private func expression(_ node: YAMLNode, _ key: String) throws(PluginError) -> ColumnExpression {
    let text = try settings { () throws(SettingsError) in try node.string(key) }
    do throws(ExpressionError) {
      return try ColumnExpression(text)
    } catch {
      let locator = ScalarLocator(source.text)
      throw .expression(error.located(at: locator.position(of: error.offset, in: node)))
    }
  }

  private func segmentName(_ node: YAMLNode, _ key: String) throws(PluginError) -> String {
    let name = try settings { () throws(SettingsError) in try node.string(key) }
    guard isSegmentName(name) else { throw .invalidSegmentName(name: name, at: node.position) }
    return name
  }

  private mutating func required(_ key: String) throws(PluginError) -> YAMLNode {
    try settings { () throws(SettingsError) in try reader.require(key) }
  }
}

// MARK: - Strategies

extension PluginDefinitionReader {
  /// The mapping `parameters`: a strategy for each segment, in the form that the settings use.
  private mutating func strategies() throws(PluginError) -> [SegmentStrategy] {
    let parameters = try required("parameters")
    let entries = try settings { () throws(SettingsError) in try parameters.entries("parameters") }
    return try entries.map { (entry) throws(PluginError) in
      guard isSegmentName(entry.key) else { throw .invalidSegmentName(name: entry.key, at: entry.keyPosition) }
      return try settings { () throws(SettingsError) in
        SegmentStrategy(
          segment: entry.key, try ConfiguredStrategy.decode(entry.value, key: entry.key, limits: ValueLimits()))
      }
    }
  }
}

// MARK: - Names

private func isPluginName(_ name: String) -> Bool {
  let isPlain = name.utf8.allSatisfy {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
  }
  return isPlain && (1...64).contains(name.utf8.count)
}

private func isSegmentName(_ name: String) -> Bool {
  let isVisible = name.unicodeScalars.allSatisfy {
    switch $0.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: false
    default: true
    }
  }
  return isVisible && (1...100).contains(name.count) && name.first != " " && name.last != " "
}

/// Wraps errors about YAML and settings as `PluginError.settings`.
private func settings<Value>(_ body: () throws(SettingsError) -> Value) throws(PluginError) -> Value {
  do throws(SettingsError) { return try body() } catch { throw .settings(error) }
}
