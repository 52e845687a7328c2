package import Numerics
package import Tables

/// Order lines sorted by customer, time, order and position in the source: the one order in which features, labels and
/// summaries read them.
package struct CustomerHistories: Sendable {
  /// Lines of customer `c`: `offsets[c]..<offsets[c + 1]`.
  package let offsets: [Int]
  /// All lines, customer by customer.
  package let lines: SortedLines
  /// By customer: the local product that the lines without a product share; −1 where every line has one.
  package let blankProducts: [Int32]

  /// Sorts `lines` in memory.
  ///
  /// - Parameter lines: in any order, which matters only among lines of one order at one time.
  package init(sorting lines: consuming TransactionLines, context: ExecutionContext) throws(Cancelled) {
    do {
      try self.init(sorting: lines, in: .memory, context: context)
    } catch let error as Cancelled {
      throw error
    } catch {
      preconditionFailure("no memory for the lines: \(error)")
    }
  }

  /// Sorts `lines`, releasing their columns one after the other.
  ///
  /// - Parameter place: where the sorted lines go; it does not change the result.
  /// - Throws: `TableError` where the place cannot hold them; `Cancelled`.
  package init(
    sorting lines: consuming TransactionLines, in place: ColumnPlace, context: ExecutionContext
  ) throws {
    let sort = try LineSort(lines.customer, customerCount: lines.customerCount, context: context)
    offsets = sort.offsets
    (self.lines, blankProducts) = try sort.sorted(lines, in: place)
  }
}

extension CustomerHistories {
  /// Customers per task: enough lines to hide scheduling, few enough to balance wholesalers.
  static let customersPerChunk = 128
  /// Unit of the progress of passes over histories.
  static let progressUnit = "customers"

  /// Customers, those without a line too.
  package var customerCount: Int { offsets.count - 1 }

  /// Lines of one customer.
  package func lineRange(of customer: Int) -> Range<Int> { offsets[customer]..<offsets[customer + 1] }

  /// Lines of some neighboring customers.
  func lineRange(of customers: Range<Int>) -> Range<Int> {
    offsets[customers.lowerBound]..<offsets[customers.upperBound]
  }

  /// Maps chunks of neighboring customers to summaries, in order; lines in a file leave memory chunk by chunk.
  func mapCustomers<Summary: Sendable>(
    chunkSize: Int = customersPerChunk, _ context: ExecutionContext, _ body: @Sendable (Range<Int>) -> Summary
  ) throws(Cancelled) -> [Summary] {
    context.progress.expect(customerCount, unit: Self.progressUnit)
    return try context.mapChunks(of: customerCount, chunkSize: chunkSize) { customers in
      let summary = body(customers)
      releaseMemory(of: customers)
      context.progress.advance(by: customers.count)
      return summary
    }
  }

  /// Returns the memory of some neighboring customers' lines to the system, where these lie in a file.
  func releaseMemory(of customers: Range<Int>) { lines.release(lineRange(of: customers)) }

  /// The same for all from the first to the last of some customers.
  func releaseMemory(of customers: some Collection<Int32>) {
    guard let first = customers.min(), let last = customers.max() else { return }
    releaseMemory(of: Int(first)..<Int(last) + 1)
  }
}
