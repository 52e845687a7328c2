import Text

extension Optional: SettingValue where Wrapped: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Wrapped? {
    node.isNull ? nil : try Wrapped.decode(node, key: key, limits: limits)
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("anyOf", .list([.map(Wrapped.schema(limits)), ["type": "null"]]))]
  }

  package var literal: SettingLiteral { self?.literal ?? .null }
  package static var takesBareText: Bool { Wrapped.takesBareText }

  package static func allowed(_ limits: ValueLimits) -> String? {
    (Wrapped.allowed(limits) ?? "text") + ", or null"
  }
}

extension Array: SettingValue where Element: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> [Element] {
    let items = try node.sequence(key)
    guard limits.emptiness == .allowed || !items.isEmpty else {
      throw .wrongType(key: key, expected: "at least one item", found: "an empty list", at: node.position)
    }
    return try items.map { (item) throws(SettingsError) in
      try Element.decode(item, key: key, limits: limits)
    }
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "array"), .init("items", .map(Element.schema(limits)))]
      + (limits.emptiness == .forbidden ? [.init("minItems", 1)] : [])
  }

  package var literal: SettingLiteral { .list(map(\.literal)) }

  package static func allowed(_ limits: ValueLimits) -> String? {
    Element.allowed(limits).map { "each " + $0 }
  }
}

/// Values by name, in the order written. A later layer adds names and replaces those it repeats.
package struct NamedValues<Value: SettingValue>: Sendable, Hashable {
  /// A name with its value.
  package struct Entry: Sendable, Hashable {
    /// What the user calls the value.
    package let name: String
    /// What the name stands for.
    package let value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// Each name once.
  package let entries: [Entry]

  /// - Parameter entries: each name once.
  package init(_ entries: [Entry] = []) {
    precondition(Set(entries.map(\.name)).count == entries.count, "a name occurs twice")
    self.entries = entries
  }

  /// The value of `name`; nil where there is none.
  package subscript(name: String) -> Value? { entries.first { $0.name == name }?.value }
}

extension NamedValues: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements.map { Entry($0.0, $0.1) })
  }
}

extension NamedValues: SettingValue {
  package static func decode(_ node: YAMLNode, key: String, limits: ValueLimits) throws(SettingsError) -> Self {
    Self(
      try node.entries(key).map { (entry) throws(SettingsError) in
        // A key beyond 1,024 bytes could be written but not read back.
        guard (1...100).contains(entry.key.unicodeScalars.count) else {
          throw .wrongType(
            key: key, expected: "names of 1 to 100 characters",
            found: "a mapping with the name `\(excerpt(entry.key))`",
            at: entry.keyPosition)
        }
        return Entry(entry.key, try Value.decode(entry.value, key: "\(key).\(entry.key)", limits: limits))
      })
  }

  package static func schema(_ limits: ValueLimits) -> [SettingLiteral.Field] {
    [.init("type", "object"), .init("additionalProperties", .map(Value.schema(limits)))]
  }

  package var literal: SettingLiteral { .map(entries.map { .init($0.name, $0.value.literal) }) }

  package func laid(over earlier: Self) -> Self {
    let kept = earlier.entries.map { Entry($0.name, self[$0.name] ?? $0.value) }
    return Self(kept + entries.filter { earlier[$0.name] == nil })
  }

  package static func allowed(_ limits: ValueLimits) -> String? {
    Value.allowed(limits).map { "each " + $0 }
  }
}
