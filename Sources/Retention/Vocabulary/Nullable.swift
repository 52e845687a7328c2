/// A value that may be unknown, and is written as null then instead of being left out; a number that is not finite is
/// unknown.
@propertyWrapper
package struct Nullable<Value: Codable & Sendable>: Sendable {
  package var wrappedValue: Value? {
    didSet { wrappedValue = Self.known(wrappedValue) }
  }

  package init(wrappedValue: Value?) { self.wrappedValue = Self.known(wrappedValue) }

  private static func known(_ value: Value?) -> Value? {
    if let number = value as? Double, !number.isFinite { nil } else { value }
  }
}

extension Nullable: Equatable where Value: Equatable {}
extension Nullable: Hashable where Value: Hashable {}

extension Nullable: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension KeyedDecodingContainer {
  /// A key that an older version did not write is unknown too.
  package func decode<Value>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
    try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
  }
}
