import Text

/// Typed values of a node. `key` is the name that an error uses; the position is the node's own.
extension YAMLNode {
  /// An empty plain scalar, `~` or `null`.
  package var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.isNull } else { false }
  }

  /// Text of a scalar that is not null. Numbers and booleans are taken as they are written: `05` stays `05`.
  package func string(_ key: String) throws(SettingsError) -> String {
    guard case .scalar(let scalar) = content, !scalar.isNull else { throw wrongType(key, expected: "text") }
    return scalar.text
  }

  /// A plain integer of 64 bits.
  package func int(_ key: String) throws(SettingsError) -> Int {
    guard case .scalar(let scalar) = content, let value = scalar.int else {
      throw wrongType(key, expected: "an integer")
    }
    return value
  }

  /// A finite number.
  package func double(_ key: String) throws(SettingsError) -> Double {
    guard case .scalar(let scalar) = content, let value = scalar.double else {
      throw wrongType(key, expected: "a number")
    }
    return value
  }

  /// `true` or `false`, plain.
  package func bool(_ key: String) throws(SettingsError) -> Bool {
    guard case .scalar(let scalar) = content, let value = scalar.bool else {
      throw wrongType(key, expected: "true or false")
    }
    return value
  }

  /// The items of a list.
  package func sequence(_ key: String) throws(SettingsError) -> [YAMLNode] {
    guard case .sequence(let items) = content else { throw wrongType(key, expected: "a list") }
    return items
  }

  /// A list of texts.
  package func strings(_ key: String) throws(SettingsError) -> [String] {
    try sequence(key).map { (item) throws(SettingsError) in try item.string(key) }
  }

  /// A list of finite numbers.
  package func doubles(_ key: String) throws(SettingsError) -> [Double] {
    try sequence(key).map { (item) throws(SettingsError) in try item.double(key) }
  }

  /// Entries in the order of the file.
  package func entries(_ key: String) throws(SettingsError) -> [YAMLEntry] {
    guard case .mapping(let entries) = content else { throw wrongType(key, expected: "a mapping") }
    return entries
  }

  /// A reader of the node's keys; the caller ends it with `finish()`.
  package func mapping(_ key: String) throws(SettingsError) -> MappingReader {
    try MappingReader(self, name: key)
  }

  /// The error for a node of another kind than `expected`, for custom decoders.
  package func wrongType(_ key: String, expected: String) -> SettingsError {
    .wrongType(key: key, expected: expected, found: summary, at: position)
  }

  /// The node in a few words, for errors.
  package var summary: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar) where scalar.isNull: "null (nothing)"
    case .scalar(let scalar) where scalar.style == .plain: "`\(excerpt(scalar.text))`"
    case .scalar(let scalar): "the text \"\(excerpt(scalar.text))\""
    }
  }
}
