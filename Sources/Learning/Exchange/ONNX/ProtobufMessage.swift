/// A message of Protocol Buffers that is being written, field by field.
///
/// An ONNX file needs whole numbers, texts and messages within messages: three rules of the wire format, which never
/// change. A library would bring a compiler for schemas to every build, and thousands of generated lines.
package struct ProtobufMessage {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  private enum WireType: Int {
    case varint = 0
    case lengthDelimited = 2
  }

  // MARK: - Fields

  /// A field of type int32, int64 or an enum.
  package mutating func add(_ field: Int, _ value: Int) {
    appendTag(field, .varint)
    appendVarint(value)
  }

  package mutating func add(_ field: Int, _ text: String) {
    add(field, bytes: Array(text.utf8))
  }

  package mutating func add(_ field: Int, _ message: ProtobufMessage) {
    add(field, bytes: message.bytes)
  }

  package mutating func add(_ field: Int, bytes value: [UInt8]) {
    appendTag(field, .lengthDelimited)
    appendVarint(value.count)
    bytes += value
  }

  /// A repeated field of whole numbers, in one piece.
  package mutating func add(_ field: Int, packed values: [Int]) {
    var packed = ProtobufMessage()
    packed.bytes.reserveCapacity(values.count)
    for value in values { packed.appendVarint(value) }
    add(field, packed)
  }

  // MARK: - Wire format

  private mutating func appendTag(_ field: Int, _ type: WireType) {
    appendVarint(field << 3 | type.rawValue)
  }

  /// Seven bits per byte, the lowest first; negative numbers as 64 bits of two's complement.
  private mutating func appendVarint(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
