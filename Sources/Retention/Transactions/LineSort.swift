import Numerics
import Tables

/// Sorts order lines in two steps that both stay in cache: first into parts of neighbouring customers, column by column
/// and streaming; then each part by itself. Every part may be dropped from memory when it is done.
struct LineSort {
  /// Lines of customer `c` end up at `offsets[c]..<offsets[c + 1]`.
  let offsets: [Int]
  private let parallelism: Parallelism
  /// Part of each customer.
  private let partOfCustomer: [Int32]
  /// Customers of part `p`: `parts[p]..<parts[p + 1]`.
  private let parts: [Int]

  /// Lines a part at least, but for the last: a few megabytes.
  static let linesAPart = 1 << 16
  /// Rows that one task distributes.
  static let rowsABlock = 1 << 20

  init(_ customer: LongColumn<Int32>, customerCount: Int, parallelism: Parallelism) {
    self.parallelism = parallelism
    var offsets = Self.counts(customer, customerCount: customerCount, parallelism: parallelism)
    var parts = [0]
    var partOfCustomer = [Int32](repeating: 0, count: customerCount)
    var start = 0
    for customer in 0..<customerCount {
      partOfCustomer[customer] = Int32(parts.count - 1)
      offsets[customer + 1] += offsets[customer]
      if offsets[customer + 1] - start >= Self.linesAPart {
        parts.append(customer + 1)
        start = offsets[customer + 1]
      }
    }
    if parts[parts.count - 1] < customerCount { parts.append(customerCount) }
    self.offsets = offsets
    self.partOfCustomer = partOfCustomer
    self.parts = parts
  }

  /// Lines of customer `c` at `c + 1`.
  private static func counts(
    _ customer: LongColumn<Int32>, customerCount: Int, parallelism: Parallelism
  ) -> [Int] {
    customer.withValues { customer in
      nonisolated(unsafe) let customer = customer
      // Few large blocks: each has a count for every customer.
      let blocks = min(8, (customer.count + rowsABlock - 1) / rowsABlock)
      let rows = blocks == 0 ? 1 : (customer.count + blocks - 1) / blocks
      let counts = parallelism.mapChunks(of: customer.count, chunkSize: rows) { rows in
        var counts = [Int32](repeating: 0, count: customerCount)
        counts.withUnsafeMutableBufferPointer { counts in for row in rows { counts[Int(customer[row])] += 1 } }
        return counts
      }
      var total = [Int](repeating: 0, count: customerCount + 1)
      for block in counts { for customer in 0..<customerCount { total[customer + 1] += Int(block[customer]) } }
      return total
    }
  }
}

// MARK: - Into parts

extension LineSort {
  func sorted(_ lines: consuming TransactionLines, in place: ColumnPlace) throws(TableError) -> SortedLines {
    let targets = try targets(lines.customer, in: place)
    lines.customer.release()
    let customer = try distribute(&lines.customer, targets, in: place)
    let product = try distribute(&lines.product, targets, in: place)
    let order = try distribute(&lines.order, targets, in: place)
    var sorted = SortedLines(
      order: order, time: try distribute(&lines.time, targets, in: place),
      quantity: try distribute(&lines.quantity, targets, in: place),
      unitPrice: try distribute(&lines.unitPrice, targets, in: place),
      isReturn: try distribute(&lines.isReturn, targets, in: place), localOrder: customer, localProduct: product,
      beginsOrder: try LongColumn(zeros: customer.count, in: place))
    sortParts(&sorted)
    return sorted
  }

  /// Where each row goes: the parts in order, in each part the rows as they came.
  private func targets(_ customer: LongColumn<Int32>, in place: ColumnPlace) throws(TableError) -> LongColumn<Int32> {
    let count = customer.count
    var targets = try LongColumn<Int32>(zeros: count, in: place)
    let parallelism = parallelism
    customer.withValues { customer in
      nonisolated(unsafe) let customer = customer
      let counts = parallelism.mapChunks(of: count, chunkSize: Self.rowsABlock) { rows in
        var counts = [Int32](repeating: 0, count: parts.count)
        for row in rows { counts[Int(partOfCustomer[Int(customer[row])])] += 1 }
        return counts
      }
      let starts = starts(counts)
      targets.withMutableValues { targets in
        nonisolated(unsafe) let targets = targets
        parallelism.forEachChunk(of: count, chunkSize: Self.rowsABlock) { rows in
          var next = starts[rows.lowerBound / Self.rowsABlock]
          for row in rows {
            let part = Int(partOfCustomer[Int(customer[row])])
            targets[row] = next[part]
            next[part] += 1
          }
        }
      }
    }
    return targets
  }

  /// By block and part: the first place of the block's rows.
  private func starts(_ counts: [[Int32]]) -> [[Int32]] {
    var next = parts.map { Int32(offsets[$0]) }
    return counts.map { block in
      let starts = next
      for part in block.indices { next[part] += block[part] }
      return starts
    }
  }

  /// Moves a column; the old one is gone after that.
  private func distribute<Element>(
    _ column: inout LongColumn<Element>, _ targets: LongColumn<Int32>, in place: ColumnPlace
  ) throws(TableError) -> LongColumn<Element> {
    let count = column.count
    var result = try LongColumn<Element>(zeros: count, in: place)
    let source = column
    column.removeAll()
    result.withMutableValues { result in
      nonisolated(unsafe) let (result, from, to) = (result, source.pointer, targets.pointer)
      parallelism.forEachChunk(of: count, chunkSize: Self.rowsABlock) { rows in
        for row in rows { result[Int(to[row])] = from[row] }
        source.release(rows)
        targets.release(rows)
      }
    }
    result.release()
    return result
  }
}

// MARK: - Inside a part

extension LineSort {
  /// In `localOrder` and `localProduct` the lines have their customers and products until then.
  private func sortParts(_ lines: inout SortedLines) {
    let parallelism = parallelism
    lines.withMutablePointers { pointers in
      nonisolated(unsafe) let pointers = pointers
      parallelism.forEach(parts.count - 1) { part in
        PartSorter(pointers, offsets: offsets, customers: parts[part]..<parts[part + 1]).sort()
        pointers.release(offsets[parts[part]]..<offsets[parts[part + 1]])
      }
    }
  }
}
