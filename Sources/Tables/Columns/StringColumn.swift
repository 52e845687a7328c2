/// A column of UTF-8 strings, laid out end to end: row `i` is bytes `offsets[i]..<offsets[i + 1]`.
public struct StringColumn: Sendable {
  /// One more than there are rows; the first need not be 0.
  let offsets: Storage<Int32>
  let bytes: Storage<UInt8>
  /// Nil where no row is null.
  let validity: Validity?
  /// Rows without a value.
  public let nullCount: Int

  init(offsets: Storage<Int32>, bytes: Storage<UInt8>, validity: Validity? = nil, nullCount: Int = 0) {
    self.offsets = offsets
    self.bytes = bytes
    self.validity = nullCount > 0 ? validity : nil
    self.nullCount = nullCount
  }
}

extension StringColumn {
  /// Strings, one per row; at most 2 GiB together.
  public init(_ values: [String?]) {
    var offsets: [Int32] = [0]
    var bytes: [UInt8] = []
    offsets.reserveCapacity(values.count + 1)
    for value in values {
      if let value { bytes.append(contentsOf: value.utf8) }
      offsets.append(Int32(bytes.count))
    }
    self.init(
      offsets: .array(offsets), bytes: .array(bytes), validity: Validity(isNull: values.map { $0 == nil }),
      nullCount: values.count { $0 == nil })
  }

  /// Text that lies end to end: row `i` is `bytes[offsets[i]..<offsets[i + 1]]`, UTF-8.
  ///
  /// - Parameter isNull: as many flags as rows; nil where no row is null.
  public init(bytes: [UInt8], offsets: [Int32], isNull: [Bool]? = nil) {
    precondition(offsets.first == 0 && Int(offsets.last ?? -1) == bytes.count, "offsets span the bytes")
    precondition(isNull.map { $0.count + 1 == offsets.count } ?? true, "as many flags as rows")
    self.init(
      offsets: .array(offsets), bytes: .array(bytes), validity: isNull.flatMap { Validity(isNull: $0) },
      nullCount: isNull?.count { $0 } ?? 0)
  }

  /// The same of text that may lie in a file.
  public init(bytes: SpillableColumn<UInt8>, offsets: [Int32], isNull: [Bool]? = nil) {
    precondition(offsets.first == 0 && Int(offsets.last ?? -1) == bytes.count, "offsets span the bytes")
    precondition(isNull.map { $0.count + 1 == offsets.count } ?? true, "as many flags as rows")
    self.init(
      offsets: .array(offsets), bytes: .foreign(bytes.pointer, count: bytes.count, owner: bytes.owner),
      validity: isNull.flatMap { Validity(isNull: $0) }, nullCount: isNull?.count { $0 } ?? 0)
  }

  /// Rows.
  public var count: Int { offsets.count - 1 }

  public func isNull(_ row: Int) -> Bool { validity?.isNull(row) ?? false }

  /// The string of row `row`; empty where it is null.
  public subscript(row: Int) -> String {
    withBytes(row) { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads the bytes of row `row` in place, without making a `String`. The pointer is valid only inside `body`.
  public func withBytes<Result, Failure: Error>(
    _ row: Int, _ body: (TextBytes) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = Int(offsets[row])
    let end = Int(offsets[row + 1])
    return try bytes.withValues { bytes throws(Failure) in
      try body(TextBytes(rebasing: bytes[start..<end]))
    }
  }

  /// Reads the offsets (`count + 1`) and all bytes in place, for loops over all rows.
  public func withUnsafeText<Result, Failure: Error>(
    _ body: (_ offsets: UnsafeBufferPointer<Int32>, _ bytes: TextBytes) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try offsets.withValues { offsets throws(Failure) in
      try bytes.withValues { bytes throws(Failure) in try body(offsets, bytes) }
    }
  }

  /// All strings, nulls as nil.
  public var array: [String?] {
    (0..<count).map { isNull($0) ? nil : self[$0] }
  }
}

extension StringColumn {
  /// Rows in the order that `row` gives them; nil is a null row. Nil where the text passes 2 GiB.
  init?(count: Int, from source: StringColumn, row: (Int) -> Int?) {
    var builder = StringColumnBuilder(capacity: count)
    let fits = source.withUnsafeText { offsets, bytes in
      (0..<count).allSatisfy { position in
        guard let row = row(position) else { return builder.appendNull() }
        return builder.append(TextBytes(rebasing: bytes[Int(offsets[row])..<Int(offsets[row + 1])]))
      }
    }
    guard fits else { return nil }
    self = builder.column()
  }

  /// The rows named by `rows`, in that order.
  public func selecting(_ rows: [Int]) -> StringColumn {
    guard let column = StringColumn(count: rows.count, from: self, row: { isNull(rows[$0]) ? nil : rows[$0] }) else {
      preconditionFailure("a string column holds at most 2 GiB")
    }
    return column
  }

  /// Nil where the text passes 2 GiB.
  static func concatenating(_ parts: [StringColumn]) -> StringColumn? {
    if parts.count == 1 { return parts[0] }
    var builder = StringColumnBuilder(capacity: parts.reduce(0) { $0 + $1.count })
    for part in parts {
      let fits = part.withUnsafeText { offsets, bytes in
        (0..<part.count).allSatisfy { row in
          if part.isNull(row) { return builder.appendNull() }
          return builder.append(TextBytes(rebasing: bytes[Int(offsets[row])..<Int(offsets[row + 1])]))
        }
      }
      if !fits { return nil }
    }
    return builder.column()
  }
}
