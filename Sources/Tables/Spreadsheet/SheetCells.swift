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

/// The cells of a sheet that hold something, in the order of the file: 12 bytes a cell, and none for a blank one.
///
/// All cells are held because only the last one settles the types of the columns. Memory is bounded by the unpacked
/// size of the sheet, and goes piece by piece as the rows are handed out.
final class SheetCells {
  private static let segmentShift = 18

  /// 2^18 cells.
  private final class Segment {
    let values = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << SheetCells.segmentShift)
    /// Column × 4 + kind.
    let tags = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 << SheetCells.segmentShift)

    deinit {
      values.deallocate()
      tags.deallocate()
    }
  }

  private var segments: [Segment?] = []
  private var values: UnsafeMutablePointer<UInt64>?
  private var tags: UnsafeMutablePointer<UInt32>?
  private(set) var count = 0
  /// Rows that hold a cell: their numbers in the sheet, and where their cells end.
  private(set) var rowNumbers: [Int32] = []
  private var rowEnds: [Int] = []

  var rowCount: Int { rowNumbers.count }

  @inline(__always)
  func append(column: Int, kind: CellKind, bits: UInt64) {
    let slot = count & ((1 << Self.segmentShift) - 1)
    if slot == 0 { addSegment() }
    values.unsafelyUnwrapped[slot] = bits
    tags.unsafelyUnwrapped[slot] = UInt32(truncatingIfNeeded: column) << 2 | UInt32(kind.rawValue)
    count += 1
  }

  private func addSegment() {
    let segment = Segment()
    segments.append(segment)
    (values, tags) = (segment.values, segment.tags)
  }

  /// Ends a row; one without a cell leaves no trace.
  func endRow(_ number: Int) {
    guard count > (rowEnds.last ?? 0) else { return }
    rowNumbers.append(Int32(number))
    rowEnds.append(count)
  }

  func removeAll() {
    (segments, values, tags, count) = ([], nil, nil, 0)
    (rowNumbers, rowEnds) = ([], [])
  }

  /// Calls `body` for each cell of `rows`, with its row counted from the first of them.
  func forEach(in rows: Range<Int>, _ body: (_ row: Int, _ column: Int, CellKind, _ bits: UInt64) -> Void) {
    var position = rows.lowerBound == 0 ? 0 : rowEnds[rows.lowerBound - 1]
    for row in rows {
      let end = rowEnds[row]
      while position < end {
        let slot = position & ((1 << Self.segmentShift) - 1)
        guard let segment = segments[position >> Self.segmentShift] else { preconditionFailure("cells are read once") }
        let tag = segment.tags[slot]
        let kind = CellKind(rawValue: UInt8(truncatingIfNeeded: tag & 3)).unsafelyUnwrapped
        body(row - rows.lowerBound, Int(tag >> 2), kind, segment.values[slot])
        position += 1
      }
    }
  }

  /// Frees what lies before row `row`.
  func release(before row: Int) {
    guard row > 0 else { return }
    let segment = rowEnds[row - 1] >> Self.segmentShift
    for index in 0..<min(segment, segments.count) { segments[index] = nil }
  }
}
