/// The line of each row, kept as the rows where it is not simply the line after the row before.
struct LineMap: Sendable, Equatable {
  /// Row and its line, ascending; the first is row 0.
  private var breaks: [(row: Int, line: Int)] = []
  private var rowCount = 0
  private var expectedLine = 0

  init() {}

  /// Row `r` is in line `firstLine + r`.
  init(firstLine: Int) {
    breaks = [(0, firstLine)]
  }

  /// Adds the next row.
  mutating func append(line: Int) {
    if line != expectedLine || rowCount == 0 { breaks.append((rowCount, line)) }
    rowCount += 1
    expectedLine = line + 1
  }

  func line(ofRow row: Int) -> Int {
    var low = 0
    var high = breaks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if breaks[middle].row <= row { low = middle } else { high = middle }
    }
    return breaks[low].line + row - breaks[low].row
  }

  static func == (left: LineMap, right: LineMap) -> Bool {
    left.rowCount == right.rowCount && left.breaks.elementsEqual(right.breaks, by: ==)
  }
}
