/// A long column of fixed-width values in memory of its own, or in a temporary file that is mapped into memory.
///
/// It grows without a second copy, and it is a collection like an array: copies share the memory until one of them is
/// changed. Where the values lie changes no result. Values in a file count towards the process's memory only while
/// they are used: `release` gives pages back.
// Unchecked: memory is shared only while it does not change.
public struct SpillableColumn<Element: BitwiseCopyable & Sendable & Equatable>: @unchecked Sendable {
  @usableFromInline var memory: ColumnMemory
  public private(set) var count: Int

  public init() {
    memory = ColumnMemory(place: .memory)
    count = 0
  }

  /// A column of `count` values that are all bits zero.
  ///
  /// - Throws: `TableError` where a file cannot hold them.
  public init(zeros count: Int, in place: ColumnPlace = .memory) throws(TableError) {
    memory = ColumnMemory(place: place)
    try memory.grow(toBytes: count * MemoryLayout<Element>.stride, zeroed: true)
    self.count = count
  }

  /// A column as long as `other`, in its memory if nothing else refers to it; its values are unspecified.
  ///
  /// - Parameter other: its elements have the same stride.
  public init?<Other>(reusing other: consuming SpillableColumn<Other>) {
    precondition(MemoryLayout<Other>.stride == MemoryLayout<Element>.stride, "elements of one width")
    guard isKnownUniquelyReferenced(&other.memory) else { return nil }
    memory = other.memory
    count = other.count
  }
}

/// Where a long column lies.
public enum ColumnPlace: Sendable, Hashable {
  case memory
  /// In a nameless file of this folder, which goes with the column.
  case file(folder: String)
}

// MARK: - Reading

extension SpillableColumn {
  /// The values; valid as long as the column is neither changed nor gone.
  @inlinable public var pointer: UnsafePointer<Element> {
    UnsafePointer(memory.start.assumingMemoryBound(to: Element.self))
  }

  /// Reads all values in place. The pointer is valid only inside `body`.
  @inlinable public func withValues<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(memory) {} }
    return try body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// Keeps the values at `pointer`.
  var owner: AnyObject { memory }

  /// Whether the values lie in a file.
  public var isInFile: Bool { memory.isFile }

  /// Gives back the memory of rows in a file, which come again when they are read; does nothing for others.
  public func release(_ rows: Range<Int>) {
    memory.release(
      rows.lowerBound * MemoryLayout<Element>.stride..<rows.upperBound * MemoryLayout<Element>.stride)
  }

  public func release() { release(0..<count) }
}

/// The pages of a column while its values are changed in place.
public struct ColumnPages: @unchecked Sendable {  // giving pages back changes no value
  private let memory: Unmanaged<ColumnMemory>
  private let stride: Int

  fileprivate init(_ memory: ColumnMemory, stride: Int) {
    self.memory = .passUnretained(memory)
    self.stride = stride
  }

  /// Gives back the memory of rows in a file, as `SpillableColumn.release` does. The column must still be there.
  public func release(_ rows: Range<Int>) {
    memory._withUnsafeGuaranteedRef { $0.release(rows.lowerBound * stride..<rows.upperBound * stride) }
  }
}

extension SpillableColumn {
  /// As `withMutableValues`, with a way to release pages that are finished.
  public mutating func withMutablePages<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>, ColumnPages) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeRoom(0)
    let memory = memory
    defer { withExtendedLifetime(memory) {} }
    let values = UnsafeMutableBufferPointer(start: memory.start.assumingMemoryBound(to: Element.self), count: count)
    return try body(values, ColumnPages(memory, stride: MemoryLayout<Element>.stride))
  }
}

// MARK: - Growing and changing

extension SpillableColumn {
  /// Makes room for `rows` rows in all, so that appending up to there cannot fail.
  ///
  /// - Throws: `TableError` where a file cannot hold them.
  public mutating func reserve(_ rows: Int) throws(TableError) {
    guard rows > capacity || !isKnownUniquelyReferenced(&memory) else { return }
    try own(rows: Swift.max(rows, capacity == 0 ? rows : Swift.min(rows * 3 / 2, capacity * 2)))
  }

  /// Moves the values to a file of `folder`.
  public mutating func spill(to folder: String) throws(TableError) {
    guard !isInFile else { return }
    let file = ColumnMemory(place: .file(folder: folder))
    try file.grow(toBytes: Swift.max(count, 1) * MemoryLayout<Element>.stride)
    file.copy(from: memory, bytes: count * MemoryLayout<Element>.stride)
    file.release(0..<count * MemoryLayout<Element>.stride)
    memory = file
  }

  /// Moves the values to a file of `folder`, with room for `rows` rows.
  public mutating func spillAndReserve(_ rows: Int, _ folder: String) throws(TableError) {
    if isInFile { release() } else { try spill(to: folder) }
    try reserve(rows)
  }

  @inlinable public mutating func append(_ value: Element) {
    makeRoom(1)
    memory.start.assumingMemoryBound(to: Element.self)[count] = value
    grew(by: 1)
  }

  @inlinable public mutating func append(contentsOf values: some Collection<Element>) {
    let added = values.count
    append(added) { target in
      if let count = values.withContiguousStorageIfAvailable({ source in
        if source.count > 0 { target.baseAddress!.update(from: source.baseAddress!, count: source.count) }
        return source.count
      }), count == added {
        return
      }
      var position = 0
      for value in values {
        target[position] = value
        position += 1
      }
    }
  }

  @inlinable public mutating func append(repeating value: Element, count added: Int) {
    append(added) { target in target.update(repeating: value) }
  }

  /// Appends `added` rows that `fill` writes, all of them.
  @inlinable public mutating func append<Failure: Error>(
    _ added: Int, _ fill: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
  ) throws(Failure) {
    makeRoom(added)
    let start = memory.start.assumingMemoryBound(to: Element.self)
    try fill(UnsafeMutableBufferPointer(start: start + count, count: added))
    grew(by: added)
  }

  /// Changes values in place. The pointer is valid only inside `body`.
  @inlinable public mutating func withMutableValues<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeRoom(0)
    defer { withExtendedLifetime(memory) {} }
    let start = memory.start.assumingMemoryBound(to: Element.self)
    return try body(UnsafeMutableBufferPointer(start: start, count: count))
  }

  /// Forgets the rows from `count` on.
  public mutating func truncate(to count: Int) {
    self.count = Swift.min(count, self.count)
  }

  public mutating func removeAll() {
    self = SpillableColumn()
  }

  private var capacity: Int { memory.bytes / MemoryLayout<Element>.stride }

  @usableFromInline mutating func grew(by rows: Int) { count += rows }

  /// A column in a file has to be given room with `reserve`, which can say that the disk is full.
  @usableFromInline mutating func makeRoom(_ added: Int) {
    guard count + added > capacity || !isKnownUniquelyReferenced(&memory) else { return }
    do throws(TableError) {
      try own(rows: count + added > capacity ? Swift.max(count + added, capacity * 3 / 2) : capacity)
    } catch {
      preconditionFailure("a column in a file grew without room: \(error)")
    }
  }

  /// Room for `rows` rows in memory that no copy shares.
  private mutating func own(rows: Int) throws(TableError) {
    let bytes = Swift.max(rows, 8) * MemoryLayout<Element>.stride
    if isKnownUniquelyReferenced(&memory) { return try memory.grow(toBytes: bytes) }
    let copy = ColumnMemory(place: memory.place)
    try copy.grow(toBytes: bytes)
    copy.copy(from: memory, bytes: count * MemoryLayout<Element>.stride)
    memory = copy
  }
}
