import CArrowBridge
import Numerics

/// The line of each row, kept as the rows where it is not simply the line after the row before.
struct LineMap: Sendable {
  /// Rows and their lines, ascending; the first is row 0.
  private let breaks: [(row: Int, line: Int)]

  /// Row `r` is in line `firstLine + r`.
  init(firstLine: Int) {
    breaks = [(0, firstLine)]
  }

  /// - Parameter rows: the line of each row, ascending; at least one.
  init(rows: some Sequence<Int>) {
    var breaks: [(row: Int, line: Int)] = []
    for (row, line) in rows.enumerated() {
      if let last = breaks.last, last.line + row - last.row == line { continue }
      breaks.append((row, line))
    }
    self.breaks = breaks
  }

  /// - Parameter breaks: at least one.
  init(_ breaks: UnsafeBufferPointer<ArrowBridgeLineBreak>) {
    self.breaks = breaks.map { (Int($0.row), Int($0.line)) }
  }

  func line(ofRow row: Int) -> Int {
    let last = breaks[breaks.partitioningIndex { $0.row > row } - 1]
    return last.line + row - last.row
  }
}
