import Foundation

extension JSONValue {
  /// Encodes a value with its keys in the order its `encode(to:)` writes them (for synthesised code: the order of
  /// `CodingKeys`, else of declaration). Dictionaries with text keys are sorted by key; dates become ISO 8601; file URLs become paths.
  public init(encoding value: some Encodable) throws {
    let node = EncodingNode()
    try node.encode(value, path: [])
    self = node.value
  }
}

extension JSONValue: Encodable {
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let object):
      var container = encoder.container(keyedBy: JSONKey.self)
      for member in object.members { try container.encode(member.value, forKey: JSONKey(member.key)) }
    case .array(let values):
      var container = encoder.unkeyedContainer()
      for value in values { try container.encode(value) }
    default:
      var container = encoder.singleValueContainer()
      switch self {
      case .bool(let value): try container.encode(value)
      case .integer(let value): try container.encode(value)
      case .number(let value) where value.isFinite: try container.encode(value)
      case .string(let value): try container.encode(value)
      default: try container.encodeNil()
      }
    }
  }
}

struct JSONKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(String(intValue)) }
}

private protocol TextKeyed {
  var sortedMembers: [(String, any Encodable)] { get }
}

extension Dictionary: TextKeyed where Key == String, Value: Encodable {
  fileprivate var sortedMembers: [(String, any Encodable)] {
    sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }
}

// MARK: - Encoder

/// A place of the document that is being filled.
private final class EncodingNode {
  private enum Content {
    case scalar(JSONValue)
    case array([EncodingNode])
    case object([(String, EncodingNode)])
  }
  private var content = Content.scalar(.null)

  var value: JSONValue {
    switch content {
    case .scalar(let value): value
    case .array(let nodes): .array(nodes.map(\.value))
    case .object(let members): .object(JSONObject(unique: members.map { ($0, $1.value) }))
    }
  }

  var count: Int {
    if case .array(let nodes) = content { nodes.count } else { 0 }
  }

  func set(_ value: JSONValue) { content = .scalar(value) }

  func openArray() {
    if case .array = content { return }
    content = .array([])
  }

  func openObject() {
    if case .object = content { return }
    content = .object([])
  }

  func element() -> EncodingNode {
    guard case .array(var nodes) = content else { preconditionFailure("an array was opened") }
    content = .scalar(.null)  // keeps `nodes` unique, so that appending does not copy
    let node = EncodingNode()
    nodes.append(node)
    content = .array(nodes)
    return node
  }

  func member(_ key: String) -> EncodingNode {
    guard case .object(var members) = content else { preconditionFailure("an object was opened") }
    if let known = members.first(where: { $0.0 == key }) { return known.1 }
    content = .scalar(.null)
    let node = EncodingNode()
    members.append((key, node))
    content = .object(members)
    return node
  }

  func encode(_ value: any Encodable, path: [any CodingKey]) throws {
    switch value {
    case let value as JSONValue: set(value)
    case let value as Date: set(.string(Timestamp(value).description))
    case let value as URL: set(.string(value.isFileURL ? value.path : value.absoluteString))
    case let value as any TextKeyed:
      openObject()
      for (key, element) in value.sortedMembers { try member(key).encode(element, path: path + [JSONKey(key)]) }
    default: try value.encode(to: NodeEncoder(node: self, codingPath: path))
    }
  }
}

private struct NodeEncoder: Encoder {
  let node: EncodingNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.openObject()
    return KeyedEncodingContainer(KeyedContainer(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.openArray()
    return ElementContainer(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    ScalarContainer(node: node, codingPath: codingPath)
  }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: EncodingNode
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { node.member(key.stringValue).set(.null) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try node.member(key.stringValue).encode(value, path: codingPath + [key])
  }

  func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    superEncoder(forKey: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    superEncoder(forKey: key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    NodeEncoder(node: node.member("super"), codingPath: codingPath + [JSONKey("super")])
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    NodeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct ElementContainer: UnkeyedEncodingContainer {
  let node: EncodingNode
  let codingPath: [any CodingKey]
  var count: Int { node.count }
  private var elementPath: [any CodingKey] { codingPath + [JSONKey(String(count))] }

  init(node: EncodingNode, codingPath: [any CodingKey]) {
    self.node = node
    self.codingPath = codingPath
  }

  func encodeNil() { node.element().set(.null) }

  func encode<Value: Encodable>(_ value: Value) throws {
    let path = elementPath
    try node.element().encode(value, path: path)
  }

  func nestedContainer<Nested>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    superEncoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { superEncoder().unkeyedContainer() }

  func superEncoder() -> any Encoder {
    let path = elementPath
    return NodeEncoder(node: node.element(), codingPath: path)
  }
}

private struct ScalarContainer: SingleValueEncodingContainer {
  let node: EncodingNode
  let codingPath: [any CodingKey]

  func encodeNil() { node.set(.null) }
  func encode(_ value: Bool) { node.set(.bool(value)) }
  func encode(_ value: String) { node.set(.string(value)) }
  func encode(_ value: Double) { node.set(.number(value)) }
  // By way of text: the shortest decimal of the Float, not the digits of its Double.
  func encode(_ value: Float) { node.set(.number(Double(value.description) ?? .nan)) }
  func encode(_ value: Int) { node.set(.integer(value)) }
  func encode(_ value: Int8) { node.set(.integer(Int(value))) }
  func encode(_ value: Int16) { node.set(.integer(Int(value))) }
  func encode(_ value: Int32) { node.set(.integer(Int(value))) }
  func encode(_ value: Int64) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt8) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt16) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt32) { node.set(.integer(Int(value))) }
  func encode(_ value: UInt) throws { try encode(UInt64(value)) }

  func encode(_ value: UInt64) throws {
    guard let integer = Int(exactly: value) else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: codingPath, debugDescription: "an integer above 2^63 − 1 has no JSON form here"))
    }
    node.set(.integer(integer))
  }

  func encode<Value: Encodable>(_ value: Value) throws { try node.encode(value, path: codingPath) }
}
