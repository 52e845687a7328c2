/// A batch of either side, with dense codes for its text.
package final class CodedLines {
  /// Index of each line's file among the files of the earlier run.
  let file: [Int32]
  let line: [Int32]
  /// Customers, orders, products, then the columns that are carried along.
  let ids: [[Int32]]
  let time: [Int64]
  /// Quantity, price, and the total of the order where there is one.
  let doubles: [[Double]]

  init(file: [Int32], line: [Int32], ids: [[Int32]], time: [Int64], doubles: [[Double]]) {
    self.file = file
    self.line = line
    self.ids = ids
    self.time = time
    self.doubles = doubles
  }

  /// Lines of the batch.
  package var count: Int { line.count }

  func isBefore(_ row: Int, _ other: CodedLines, _ otherRow: Int) -> Bool {
    (file[row], line[row]) < (other.file[otherRow], other.line[otherRow])
  }
}

/// Rows of one side that follow each other.
struct MergedRun {
  let isKept: Bool
  let start: Int
  var count: Int
}
