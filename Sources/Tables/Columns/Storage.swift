/// Contiguous values in a Swift array, or in memory that someone else owns.
///
/// Foreign memory is read-only and lives as long as its owner, which every copy of the storage keeps.
@usableFromInline
enum Storage<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  case array([Element])
  case foreign(UnsafePointer<Element>, count: Int, owner: AnyObject)

  @inlinable var count: Int {
    switch self {
    case .array(let elements): elements.count
    case .foreign(_, let count, _): count
    }
  }

  @inlinable subscript(index: Int) -> Element {
    switch self {
    case .array(let elements):
      return elements[index]
    case .foreign(let pointer, let count, let owner):
      precondition(index >= 0 && index < count, "index out of range")
      return withExtendedLifetime(owner) { pointer[index] }
    }
  }

  @inlinable func withValues<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .array(let elements):
      return try elements.withUnsafeBufferPointer(body)
    case .foreign(let pointer, let count, let owner):
      defer { withExtendedLifetime(owner) {} }
      return try body(UnsafeBufferPointer(start: pointer, count: count))
    }
  }

  @inlinable var array: [Element] {
    switch self {
    case .array(let elements): elements
    case .foreign: withValues { Array($0) }
    }
  }
}
