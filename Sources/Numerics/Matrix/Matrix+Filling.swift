extension Matrix where Element: BitwiseCopyable {
  /// Rows of a column that one task fills.
  @usableFromInline
  static var rowsPerTask: Int { 1 << 15 }

  /// A matrix whose columns are written side by side, in blocks of rows, without being zeroed before.
  ///
  /// - Parameter write: initializes the elements of the rows `rows` of one column at `output[row]`, each of them.
  @inlinable
  public init(
    rows: Int, columns: Int, context: ExecutionContext,
    filling write:
      @Sendable (_ column: Int, _ rows: Range<Int>, _ output: UnsafeMutablePointer<Element>) -> Void
  ) throws(Cancelled) {
    let blocks = (rows + Self.rowsPerTask - 1) / Self.rowsPerTask
    let elements = try context.uninitializedArray(of: rows * columns, tasks: blocks * columns) { task, output in
      let (column, first) = (task / blocks, task % blocks * Self.rowsPerTask)
      write(column, first..<min(first + Self.rowsPerTask, rows), output + column * rows)
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }

  /// A matrix whose rows are written side by side, in chunks, without being zeroed before.
  ///
  /// - Parameter write: initializes the elements of the rows `rows` in every column, at `output[column * rowCount + row]`.
  @inlinable
  public init(
    rows: Int, columns: Int, rowsPerChunk: Int, context: ExecutionContext,
    fillingRows write: @Sendable (_ rows: Range<Int>, _ output: UnsafeMutablePointer<Element>) -> Void
  ) throws(Cancelled) {
    let chunks = Parallelism.chunkCount(of: rows, chunkSize: rowsPerChunk)
    let elements = try context.uninitializedArray(of: rows * columns, tasks: chunks) { chunk, output in
      write(Parallelism.chunk(chunk, of: rows, chunkSize: rowsPerChunk), output)
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }

  /// The rows of several matrices with the same columns, one matrix after the other.
  @inlinable
  public init(stacking parts: [Matrix], context: ExecutionContext) throws(Cancelled) {
    let columns = parts.first?.columns ?? 0
    precondition(parts.allSatisfy { $0.columns == columns }, "matrices with the same columns")
    let starts = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.rows) }
    try self.init(rows: starts[parts.count], columns: columns, context: context) { column, rows, output in
      for (part, start) in zip(parts, starts) {
        let inside = rows.clamped(to: start..<start + part.rows)
        guard !inside.isEmpty else { continue }
        part.withColumn(column) {
          (output + inside.lowerBound).initialize(
            from: $0.baseAddress! + inside.lowerBound - start, count: inside.count)
        }
      }
    }
  }

  /// The rows named by `indices`, in that order.
  @inlinable
  public func selectingRows(_ indices: [Int], context: ExecutionContext) throws(Cancelled) -> Matrix {
    try Matrix(rows: indices.count, columns: columns, context: context) { column, rows, output in
      withColumn(column) { source in
        for position in rows { (output + position).initialize(to: source[indices[position]]) }
      }
    }
  }
}
