import CArrowBridge

/// Keeps a batch's Arrow memory alive, and releases it with the last column that reads it.
final class ArrowOwner {
  private var array: ArrowArray

  /// Takes `array` over.
  init(taking array: ArrowArray) {
    self.array = array
  }

  deinit {
    array.release?(&array)
  }

  var rowCount: Int { Int(array.length) }

  /// Child `index` as a column of type `type`, which the bridge made sure it has.
  func column(_ index: Int, type: ColumnType) -> ColumnValues {
    let child = ArrowChild(array: array.children[index]!.pointee, owner: self)
    switch type {
    case .bool: return .bool(child.booleans())
    case .int32: return .int32(child.primitive())
    case .int64: return .int64(child.primitive())
    case .float: return .float(child.primitive())
    case .double: return .double(child.primitive())
    case .timestamp: return .timestamp(child.primitive())
    case .date: return .date(child.primitive())
    case .string: return .string(child.strings())
    case .dictionary:
      let dictionary = ArrowChild(array: child.array.dictionary.pointee, owner: self)
      return .dictionary(DictionaryColumn(codes: child.primitive(), dictionary: dictionary.strings()))
    }
  }
}

/// One array in the layout of Arrow's C data interface: buffer 0 is validity bits, then values, or offsets and text.
private struct ArrowChild {
  let array: ArrowArray
  let owner: ArrowOwner

  private var count: Int { Int(array.length) }
  private var offset: Int { Int(array.offset) }

  private var validity: Validity? {
    guard array.null_count != 0, let bits = array.buffers[0] else { return nil }
    return Validity(bits: bytes(bits, count: (offset + count + 7) / 8), offset: offset)
  }

  private func nullCount(_ validity: Validity?) -> Int {
    array.null_count >= 0 ? Int(array.null_count) : validity?.nullCount(of: count) ?? 0
  }

  private func bytes(_ pointer: UnsafeRawPointer, count: Int) -> Storage<UInt8> {
    .foreign(pointer.assumingMemoryBound(to: UInt8.self), count: count, owner: owner)
  }

  /// Arrow may leave out the buffer of an array without values.
  private func values<Element>(count: Int, from offset: Int, buffer: Int) -> Storage<Element> {
    guard count > 0, let start = array.buffers[buffer] else { return .array([]) }
    return .foreign(start.assumingMemoryBound(to: Element.self) + offset, count: count, owner: owner)
  }

  func primitive<Element>() -> Primitive<Element> {
    let validity = validity
    return Primitive(
      storage: values(count: count, from: offset, buffer: 1), validity: validity, nullCount: nullCount(validity))
  }

  /// A byte a value, where Arrow has a bit.
  func booleans() -> Primitive<Bool> {
    let validity = validity
    guard count > 0, let bits = array.buffers[1]?.assumingMemoryBound(to: UInt8.self) else { return Primitive([]) }
    let values = (offset..<offset + count).map { bits[$0 >> 3] & (1 << UInt8($0 & 7)) != 0 }
    return Primitive(storage: .array(values), validity: validity, nullCount: nullCount(validity))
  }

  func strings() -> StringColumn {
    let validity = validity
    let offsets: Storage<Int32> =
      count > 0 ? values(count: count + 1, from: offset, buffer: 1) : .array([0])
    let end = count > 0 ? Int(offsets[count]) : 0
    return StringColumn(
      offsets: offsets, bytes: values(count: end, from: 0, buffer: 2), validity: validity,
      nullCount: nullCount(validity))
  }
}
