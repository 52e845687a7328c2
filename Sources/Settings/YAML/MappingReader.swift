import Text

/// Reads a mapping key by key and remembers which were asked for, so that a misspelt one cannot go unnoticed.
///
/// ```swift
/// var reader = try parseYAML(text: text, file: "plugins/naming/luxury.yaml").mapping("the file")
/// let name = try reader.string("name")
/// let version = try reader.optionalString("version")
/// try reader.finish()  // an error for every key that was not asked for
/// ```
package struct MappingReader: Sendable {
  /// Where the mapping begins.
  package let position: SourcePosition
  /// What errors call the mapping.
  package let name: String
  let entries: [YAMLEntry]
  /// Asked for, in order, whether there or not.
  var asked: [String] = []

  /// - Parameters:
  ///   - node: a mapping.
  ///   - name: what an error about the mapping itself calls it.
  /// - Throws: `SettingsError.wrongType` for a scalar or a list.
  package init(_ node: YAMLNode, name: String) throws(SettingsError) {
    position = node.position
    self.name = name
    entries = try node.entries(name)
  }
}

extension MappingReader {
  /// Every key of the mapping in the order of the file.
  package var keys: [String] { entries.map(\.key) }

  /// The node of `key`, consumed; nil where there is none. A null is a node.
  package mutating func take(_ key: String) -> YAMLNode? {
    asked.append(key)
    return entries.first { $0.key == key }?.value
  }

  /// The node of `key`, consumed.
  package mutating func require(_ key: String) throws(SettingsError) -> YAMLNode {
    guard let node = take(key) else { throw .missingKey(key: key, mapping: name, at: position) }
    return node
  }

  /// The place of `key` itself, for errors about its meaning.
  package func position(of key: String) -> SourcePosition? {
    entries.first { $0.key == key }?.keyPosition
  }

  /// - Throws: `SettingsError.unknownKey` for the first key that was not asked for.
  package func finish() throws(SettingsError) {
    guard let left = entries.first(where: { !asked.contains($0.key) }) else { return }
    throw .unknownKey(
      key: left.key, nearest: nearestName(to: left.key, in: asked), known: asked, at: left.keyPosition)
  }
}

// MARK: - Required keys

extension MappingReader {
  /// Text, as `YAMLNode.string`; the functions below correspond to those of `YAMLNode` in the same way.
  ///
  /// - Throws: `SettingsError.missingKey`, `wrongType`.
  package mutating func string(_ key: String) throws(SettingsError) -> String { try require(key).string(key) }
  package mutating func int(_ key: String) throws(SettingsError) -> Int { try require(key).int(key) }
  package mutating func double(_ key: String) throws(SettingsError) -> Double { try require(key).double(key) }
  package mutating func bool(_ key: String) throws(SettingsError) -> Bool { try require(key).bool(key) }
  package mutating func strings(_ key: String) throws(SettingsError) -> [String] { try require(key).strings(key) }
  package mutating func sequence(_ key: String) throws(SettingsError) -> [YAMLNode] { try require(key).sequence(key) }
  package mutating func mapping(_ key: String) throws(SettingsError) -> MappingReader { try require(key).mapping(key) }
}

// MARK: - Keys that may be absent or null

extension MappingReader {
  /// The node of `key`, consumed; nil where there is none or it is null.
  package mutating func takePresent(_ key: String) -> YAMLNode? {
    guard let node = take(key), !node.isNull else { return nil }
    return node
  }

  /// Text; nil for a key that is absent or null, as in all functions below.
  ///
  /// - Throws: `SettingsError.wrongType`.
  package mutating func optionalString(_ key: String) throws(SettingsError) -> String? {
    try takePresent(key)?.string(key)
  }

  package mutating func optionalInt(_ key: String) throws(SettingsError) -> Int? { try takePresent(key)?.int(key) }

  package mutating func optionalDouble(_ key: String) throws(SettingsError) -> Double? {
    try takePresent(key)?.double(key)
  }

  package mutating func optionalBool(_ key: String) throws(SettingsError) -> Bool? { try takePresent(key)?.bool(key) }

  package mutating func optionalStrings(_ key: String) throws(SettingsError) -> [String]? {
    try takePresent(key)?.strings(key)
  }

  package mutating func optionalSequence(_ key: String) throws(SettingsError) -> [YAMLNode]? {
    try takePresent(key)?.sequence(key)
  }

  package mutating func optionalMapping(_ key: String) throws(SettingsError) -> MappingReader? {
    try takePresent(key)?.mapping(key)
  }
}

// MARK: - Choices

extension MappingReader {
  /// One of the raw values of an enum.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type = Choice.self
  ) throws(SettingsError) -> Choice {
    try require(key).choice(key)
  }

  package mutating func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type = Choice.self
  ) throws(SettingsError) -> Choice? {
    try takePresent(key)?.choice(key)
  }
}

extension YAMLNode {
  /// One of the raw values of an enum.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type = Choice.self
  ) throws(SettingsError) -> Choice {
    let text = try choice(key, among: Choice.allCases.map(\.rawValue))
    guard let choice = Choice(rawValue: text) else { preconditionFailure("\(text) is the raw value of a case") }
    return choice
  }

  /// One of the texts in `known`.
  func choice(_ key: String, among known: [String]) throws(SettingsError) -> String {
    let text = try string(key)
    guard known.contains(text) else {
      throw .unknownChoice(
        key: key, value: text, nearest: nearestName(to: text, in: known), known: known, at: position)
    }
    return text
  }
}
