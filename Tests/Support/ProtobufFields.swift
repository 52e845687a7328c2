/// The fields of a Protocol Buffers message: a plain reader for what our encoder writes.
package struct ProtobufFields {
  /// Varint fields by number, in order.
  package private(set) var integers: [Int: [Int]] = [:]
  /// Length-delimited fields by number, in order.
  package private(set) var pieces: [Int: [[UInt8]]] = [:]

  /// The bytes are not a message, or have fields of another wire type.
  package struct Damaged: Error {}

  /// - Throws: `Damaged`.
  package init(_ bytes: [UInt8]) throws {
    var place = 0
    while place < bytes.count {
      let tag = try Self.varint(bytes, &place)
      switch tag & 7 {
      case 0: integers[tag >> 3, default: []].append(try Self.varint(bytes, &place))
      case 2:
        let length = try Self.varint(bytes, &place)
        guard length >= 0, length <= bytes.count - place else { throw Damaged() }
        pieces[tag >> 3, default: []].append(Array(bytes[place..<place + length]))
        place += length
      default: throw Damaged()
      }
    }
  }

  /// The last value of a varint field, which wins if there are several; nil if there is none.
  package func integer(_ field: Int) -> Int? { integers[field]?.last }
  /// The last value of a string field; nil if there is none.
  package func text(_ field: Int) -> String? { pieces[field]?.last.map { String(decoding: $0, as: UTF8.self) } }
  /// All values of a string field.
  package func texts(_ field: Int) -> [String] { (pieces[field] ?? []).map { String(decoding: $0, as: UTF8.self) } }
  /// The last value of a message field; empty if there is none.
  package func message(_ field: Int) throws -> ProtobufFields { try ProtobufFields(pieces[field]?.last ?? []) }
  /// All values of a message field.
  package func messages(_ field: Int) throws -> [ProtobufFields] {
    try (pieces[field] ?? []).map { try ProtobufFields($0) }
  }

  /// The integers of a packed field.
  package func packed(_ field: Int) throws -> [Int] {
    var (values, place) = ([Int](), 0)
    let bytes = pieces[field]?.last ?? []
    while place < bytes.count { values.append(try Self.varint(bytes, &place)) }
    return values
  }

  private static func varint(_ bytes: [UInt8], _ place: inout Int) throws -> Int {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard place < bytes.count else { throw Damaged() }
      value |= UInt64(bytes[place] & 0x7F) << shift
      place += 1
      if bytes[place - 1] < 0x80 { return Int(Int64(bitPattern: value)) }
    }
    throw Damaged()
  }
}
