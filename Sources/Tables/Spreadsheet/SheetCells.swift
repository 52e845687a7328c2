/// What a cell holds.
enum CellKind: UInt8 {
  /// The bits of a double.
  case number
  /// Microseconds since 1970-01-01 00:00.
  case date
  /// 0 or 1.
  case bool
  /// A code of the sheet's texts.
  case text
}

/// Rows of a sheet that were parsed and not yet handed out, and of them the cells that hold something: 12 bytes a cell,
/// and none for a blank one.
final class SheetCells {
  private var values = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << 12)
  /// Column × 4 + kind.
  private var tags = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 << 12)
  private var capacity = 1 << 12
  private(set) var count = 0
  /// Rows that hold a cell: their numbers in the sheet, and where their cells end.
  private(set) var rowNumbers: [Int32] = []
  private var rowEnds: [Int] = []

  deinit {
    values.deallocate()
    tags.deallocate()
  }

  var rowCount: Int { rowNumbers.count }

  @inline(__always)
  func append(column: Int, kind: CellKind, bits: UInt64) {
    if count == capacity { grow() }
    values[count] = bits
    tags[count] = UInt32(truncatingIfNeeded: column) << 2 | UInt32(kind.rawValue)
    count += 1
  }

  private func grow() {
    let (oldValues, oldTags) = (values, tags)
    values = .allocate(capacity: 2 * capacity)
    tags = .allocate(capacity: 2 * capacity)
    values.update(from: oldValues, count: count)
    tags.update(from: oldTags, count: count)
    oldValues.deallocate()
    oldTags.deallocate()
    capacity *= 2
  }

  /// Ends a row; one without a cell leaves no trace.
  func endRow(_ number: Int) {
    guard count > (rowEnds.last ?? 0) else { return }
    rowNumbers.append(Int32(number))
    rowEnds.append(count)
  }

  func removeAll() {
    count = 0
    rowNumbers.removeAll(keepingCapacity: true)
    rowEnds.removeAll(keepingCapacity: true)
  }

  /// Forgets the first `rows` rows.
  func removeFirst(_ rows: Int) {
    guard rows > 0 else { return }
    let start = rowEnds[rows - 1]
    values.update(from: values + start, count: count - start)
    tags.update(from: tags + start, count: count - start)
    count -= start
    rowNumbers.removeFirst(rows)
    rowEnds.removeFirst(rows)
    for row in rowEnds.indices { rowEnds[row] -= start }
  }

  /// Calls `body` for each cell of `rows`, with its row counted from the first of them.
  func forEach(in rows: Range<Int>, _ body: (_ row: Int, _ column: Int, CellKind, _ bits: UInt64) -> Void) {
    var position = rows.lowerBound == 0 ? 0 : rowEnds[rows.lowerBound - 1]
    for row in rows {
      let end = rowEnds[row]
      while position < end {
        let tag = tags[position]
        let kind = CellKind(rawValue: UInt8(truncatingIfNeeded: tag & 3)).unsafelyUnwrapped
        body(row - rows.lowerBound, Int(tag >> 2), kind, values[position])
        position += 1
      }
    }
  }

  /// Replaces the codes of all texts.
  func recode(_ code: (Int32) -> Int32) {
    for position in 0..<count where tags[position] & 3 == UInt32(CellKind.text.rawValue) {
      values[position] = UInt64(code(Int32(truncatingIfNeeded: values[position])))
    }
  }
}
