extension SpillableColumn: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral, Equatable {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  /// For loops over all rows, `withValues` and `withMutableValues` are faster.
  @inlinable public subscript(row: Int) -> Element {
    get {
      precondition(row >= 0 && row < count, "row out of range")
      return pointer[row]
    }
    set {
      precondition(row >= 0 && row < count, "row out of range")
      withMutableValues { $0[row] = newValue }
    }
  }

  @inlinable public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try withValues(body)
  }

  public init(arrayLiteral elements: Element...) {
    self.init(elements)
  }

  public init(_ values: some Collection<Element>) {
    self.init()
    append(contentsOf: values)
  }

  public static func == (first: SpillableColumn, second: SpillableColumn) -> Bool {
    first.memory === second.memory && first.count == second.count || first.elementsEqual(second)
  }
}
