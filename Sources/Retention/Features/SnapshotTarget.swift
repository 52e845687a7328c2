/// One snapshot's block of the feature table while its rows are written, each by one thread.
struct SnapshotTarget: @unchecked Sendable {  // the block stays where it is, and threads share no row
  let snapshot: Snapshot
  let rows: Int
  let customers: [Int32]
  /// rows × 33, column by column.
  let values: UnsafeMutablePointer<Double>

  /// - Parameter values: rows × 33, column by column, to be written.
  init(snapshot: Snapshot, customers: [Int32], values: UnsafeMutableBufferPointer<Double>) {
    self.snapshot = snapshot
    self.customers = customers
    rows = customers.count
    self.values = values.baseAddress ?? UnsafeMutablePointer(bitPattern: 64)!
  }

  /// Calls `body` for every row of a customer in `range`.
  func forEachRow(of range: Range<Int>, _ body: (_ customer: Int, _ row: Int) -> Void) {
    var row = place(of: Int32(range.lowerBound), near: 0)
    while row < rows, Int(customers[row]) < range.upperBound {
      body(Int(customers[row]), row)
      row += 1
    }
  }

  /// The row of `customer`, or of the next customer with a row.
  ///
  /// - Parameter guess: the row before the one to try first.
  func place(of customer: Int32, near guess: Int) -> Int {
    if guess + 1 < rows, customers[guess] < customer, customers[guess + 1] >= customer { return guess + 1 }
    var (low, high) = (0, rows)
    while low < high {
      let middle = (low + high) / 2
      if customers[middle] < customer { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The row of `customer`; nil for none.
  func row(of customer: Int32) -> Int? {
    let row = place(of: customer, near: 0)
    return row < rows && customers[row] == customer ? row : nil
  }

  func normalizeEngagement() {
    let engagement = UnsafeBufferPointer(start: values + Feature.engagement.rawValue * rows, count: rows)
    let target = values + Feature.engagementNormalized.rawValue * rows
    for (row, value) in FeatureSweep.normalized(engagement: engagement).enumerated() { target[row] = value }
  }
}
