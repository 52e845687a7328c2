/// A dense matrix in column-major order, as BLAS and LAPACK read it: element (i, j) is `elements[j * rows + i]`.
///
/// A value with copy-on-write storage; a column is contiguous, so a pass over one feature reads memory in order.
public struct Matrix<Element: Sendable & BinaryFloatingPoint>: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// `rows * columns` elements, column after column.
  public var elements: [Element]

  /// - Parameter elements: `rows * columns` elements, column after column.
  @inlinable
  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "shape and elements disagree")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  @inlinable
  public init(rows: Int, columns: Int, repeating value: Element = 0) {
    self.init(rows: rows, columns: columns, elements: [Element](repeating: value, count: rows * columns))
  }

  /// Columns of equal length, in order.
  @inlinable
  public init(columns: [[Element]]) {
    let rows = columns.first?.count ?? 0
    var elements: [Element] = []
    elements.reserveCapacity(rows * columns.count)
    for column in columns { elements.append(contentsOf: column) }
    self.init(rows: rows, columns: columns.count, elements: elements)
  }

  @inlinable
  public subscript(row: Int, column: Int) -> Element {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }
}

extension Matrix {
  /// The elements row after row.
  public var rowMajor: [Element] {
    (0..<rows).flatMap { row in (0..<columns).map { self[row, $0] } }
  }

  /// A copy of column `column`.
  public func column(_ column: Int) -> [Element] {
    Array(elements[column * rows..<(column + 1) * rows])
  }

  /// Reads column `column` in place: `rows` elements.
  @inlinable
  public func withColumn<Result>(_ column: Int, _ body: (UnsafeBufferPointer<Element>) throws -> Result) rethrows
    -> Result
  {
    try elements.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[column * rows..<(column + 1) * rows]))
    }
  }

  /// The rows named by `indices`, in that order.
  @inlinable
  public func selectingRows(_ indices: [Int]) -> Matrix {
    var selected = Matrix(rows: indices.count, columns: columns)
    elements.withUnsafeBufferPointer { source in
      selected.elements.withUnsafeMutableBufferPointer { target in
        for column in 0..<columns {
          for (position, row) in indices.enumerated() {
            target[column * indices.count + position] = source[column * rows + row]
          }
        }
      }
    }
    return selected
  }

  /// The columns named by `indices`, in that order.
  public func selectingColumns(_ indices: [Int]) -> Matrix {
    Matrix(columns: indices.map(column))
  }
}
