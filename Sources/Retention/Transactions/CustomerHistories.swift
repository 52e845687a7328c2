public import Numerics
public import Tables

/// Order lines sorted by customer, then time, then order, then place in the source: the one order in which features,
/// labels and summaries read them.
public struct CustomerHistories: Sendable {
  /// Lines of customer `c`: `offsets[c]..<offsets[c + 1]`.
  public let offsets: [Int]
  public let lines: SortedLines

  /// Sorts `lines` in memory.
  ///
  /// - Parameter lines: in any order; the result is the same for any order of lines that differ in (time, order).
  public init(sorting lines: consuming TransactionLines, parallelism: Parallelism) {
    do throws(TableError) {
      try self.init(sorting: lines, in: .memory, parallelism: parallelism)
    } catch {
      preconditionFailure("no memory for the lines: \(error)")
    }
  }

  /// Sorts `lines`, whose columns are let go of one after the other.
  ///
  /// - Parameter place: where the sorted lines go; it changes nothing else.
  /// - Throws: `TableError` where the place cannot hold them.
  public init(
    sorting lines: consuming TransactionLines, in place: ColumnPlace, parallelism: Parallelism
  ) throws(TableError) {
    let sort = LineSort(lines.customer, customerCount: lines.customerCount, parallelism: parallelism)
    offsets = sort.offsets
    self.lines = try sort.sorted(lines, in: place)
  }
}

extension CustomerHistories {
  /// Customers a task: enough lines to hide scheduling, few enough to balance wholesalers.
  static let customersAChunk = 128

  public var customerCount: Int { offsets.count - 1 }

  public func lineRange(of customer: Int) -> Range<Int> { offsets[customer]..<offsets[customer + 1] }

  /// The lines of some customers, which lie side by side.
  func lineRange(of customers: Range<Int>) -> Range<Int> {
    offsets[customers.lowerBound]..<offsets[customers.upperBound]
  }

  /// Gives back the memory of lines that lie in a file.
  public func releaseMemory() { lines.release(0..<lines.count) }
}
