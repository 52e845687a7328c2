/// A column of fixed-width values, each of which may be null.
///
/// The memory is a Swift array's or Arrow's own; copies share it. A null row's value is unspecified.
public struct Primitive<Element: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline let storage: Storage<Element>
  /// Nil where no row is null.
  @usableFromInline let validity: Validity?
  public let nullCount: Int

  init(storage: Storage<Element>, validity: Validity?, nullCount: Int) {
    self.storage = storage
    self.validity = nullCount > 0 ? validity : nil
    self.nullCount = nullCount
  }

  /// - Parameters:
  ///   - values: one value per row, borrowed and not copied.
  ///   - isNull: as many flags as values; nil where no row is null.
  public init(_ values: [Element], isNull: [Bool]? = nil) {
    precondition(isNull.map { $0.count == values.count } ?? true, "as many flags as values")
    let nulls = isNull?.count { $0 } ?? 0
    self.init(storage: .array(values), validity: isNull.flatMap { Validity(isNull: $0) }, nullCount: nulls)
  }
}

extension Primitive {
  /// Rows.
  @inlinable public var count: Int { storage.count }

  /// The value of row `row`; for loops over all rows, `withValues` is faster.
  @inlinable public subscript(row: Int) -> Element { storage[row] }

  @inlinable public func isNull(_ row: Int) -> Bool { validity?.isNull(row) ?? false }

  /// Reads all values in place. The pointer is valid only inside `body`.
  @inlinable public func withValues<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withValues(body)
  }

  /// All values, nulls included as what their memory holds.
  public var array: [Element] { storage.array }

  /// All values, nulls as nil.
  public var optionals: [Element?] {
    withValues { values in values.indices.map { isNull($0) ? nil : values[$0] } }
  }
}

extension Primitive {
  /// Optional values, one per row; a null row's memory holds `placeholder`.
  public init(_ values: [Element?], placeholder: Element) {
    self.init(values.map { $0 ?? placeholder }, isNull: values.contains { $0 == nil } ? values.map { $0 == nil } : nil)
  }

  /// The rows named by `rows`, in that order.
  public func selecting(_ rows: [Int]) -> Primitive {
    let values = withValues { values in rows.map { values[$0] } }
    guard nullCount > 0 else { return Primitive(values) }
    return Primitive(values, isNull: rows.map(isNull))
  }

  static func concatenating(_ parts: [Primitive]) -> Primitive {
    if parts.count == 1 { return parts[0] }
    var values: [Element] = []
    values.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { part.withValues { values.append(contentsOf: $0) } }
    return Primitive(
      storage: .array(values), validity: Validity.concatenating(parts.map { ($0.validity, $0.count) }),
      nullCount: parts.reduce(0) { $0 + $1.nullCount })
  }
}

extension Validity {
  /// Nil where no part has nulls.
  static func concatenating(_ parts: [(validity: Validity?, count: Int)]) -> Validity? {
    guard parts.contains(where: { $0.validity != nil }) else { return nil }
    var isNull: [Bool] = []
    for part in parts {
      isNull.append(contentsOf: (0..<part.count).lazy.map { part.validity?.isNull($0) ?? false })
    }
    return Validity(isNull: isNull)
  }
}
