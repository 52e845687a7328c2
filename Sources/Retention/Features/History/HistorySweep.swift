package import Numerics

/// Computes the history features of customers at all snapshots in one pass over the sorted lines: customers in
/// parallel, each through all snapshots while its lines are in cache.
package struct HistorySweep: Sendable {
  /// Gross, or net of returns.
  package let basis: RevenueBasis

  package init(_ basis: RevenueBasis) { self.basis = basis }

  /// The customers to describe at a snapshot, ascending.
  package typealias Rows = (snapshot: Snapshot, customers: [Int32])

  /// Computes all rows; those of a customer without an order before the snapshot too.
  ///
  /// - Parameter rows: one element per snapshot, ascending by snapshot; customers of `histories`.
  package func features(
    of histories: CustomerHistories, at rows: [Rows], context: ExecutionContext
  ) throws(Cancelled) -> [SnapshotHistory] {
    precondition(zip(rows, rows.dropFirst()).allSatisfy { $0.snapshot < $1.snapshot }, "snapshots ascend")
    for row in rows {
      precondition(zip(row.customers, row.customers.dropFirst()).allSatisfy { $0 < $1 }, "customers ascend")
      precondition(row.customers.last.map { Int($0) < histories.customerCount } ?? true, "customers have histories")
    }
    let matches = basis.matches(of: histories)
    return try blocks(rows[...], []) { (targets) throws(Cancelled) in
      _ = try histories.mapCustomers(context) { customers in
        fill(targets, customers, HistoryKernel(histories, matches))
      }
    }
  }

  /// Blocks whose elements one call of `fill` writes, all of them, in place.
  ///
  /// - Parameter targets: of the snapshots before `rows`.
  private func blocks(
    _ rows: ArraySlice<Rows>, _ targets: [HistoryTarget], fill: ([HistoryTarget]) throws(Cancelled) -> Void
  ) throws(Cancelled) -> [SnapshotHistory] {
    guard let (snapshot, customers) = rows.first else {
      try fill(targets)
      return []
    }
    var others: [SnapshotHistory] = []
    var stop: Cancelled?
    let count = customers.count * HistoryFeature.count
    let elements = [Float](unsafeUninitializedCapacity: count) { elements, initialized in
      do throws(Cancelled) {
        try customers.withUnsafeBufferPointer { (customers) throws(Cancelled) in
          let target = HistoryTarget(snapshot: snapshot, customers: customers, values: elements)
          others = try blocks(rows.dropFirst(), targets + [target], fill: fill)
        }
        initialized = count
      } catch {
        stop = error
      }
    }
    if let stop { throw stop }
    let values = Matrix(rows: customers.count, columns: HistoryFeature.count, elements: elements)
    return [SnapshotHistory(snapshot: snapshot, customers: customers, values: values)] + others
  }

  /// Writes the rows of some neighboring customers.
  private func fill(_ targets: [HistoryTarget], _ customers: Range<Int>, _ kernel: consuming HistoryKernel) {
    var places = targets.map { $0.place(ofFirstFrom: customers.lowerBound) }
    for customer in customers {
      var hasBegun = false
      for (index, target) in targets.enumerated() where target.holds(customer, at: places[index]) {
        if !hasBegun { kernel.begin(customer) }
        hasBegun = true
        kernel.advance(to: target.snapshot.time)
        kernel.write(target, row: places[index])
        places[index] += 1
      }
    }
  }
}

/// One snapshot's block while its rows are written, each by one thread.
struct HistoryTarget: @unchecked Sendable {  // the block stays where it is, and threads share no row
  let snapshot: Snapshot
  /// Borrowed: threads that counted the references to an array for every row would wait for each other.
  private let customers: UnsafeBufferPointer<Int32>
  /// rows × 27, column by column.
  private let values: UnsafeMutableBufferPointer<Float>

  /// - Parameter values: to be written.
  init(snapshot: Snapshot, customers: UnsafeBufferPointer<Int32>, values: UnsafeMutableBufferPointer<Float>) {
    self.snapshot = snapshot
    self.customers = customers
    self.values = values
  }

  /// Row of the first customer that is not before `customer`.
  func place(ofFirstFrom customer: Int) -> Int { customers.partitioningIndex { Int($0) >= customer } }

  /// Whether a row is that of a customer.
  func holds(_ customer: Int, at row: Int) -> Bool { row < customers.count && Int(customers[row]) == customer }

  @inline(__always)
  func set(_ feature: HistoryFeature, _ value: Double, row: Int) {
    set(feature.rawValue, value, row: row)
  }

  @inline(__always)
  func set(_ column: Int, _ value: Double, row: Int) {
    values[column * customers.count + row] = Float(value)
  }
}
