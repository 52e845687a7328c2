import Numerics
import Tables

/// Sorts order lines in two steps that both stay in cache: first into parts of neighboring customers, streaming column
/// by column, then each part by itself. A part can leave memory when it is done.
struct LineSort {
  /// Lines of customer `c` end up at `offsets[c]..<offsets[c + 1]`.
  let offsets: [Int]
  private let context: ExecutionContext
  /// Part of each customer.
  private let partOfCustomer: [Int32]
  /// Customers of part `p`: `parts[p]..<parts[p + 1]`.
  private let parts: [Int]

  /// Fewest lines per part, except the last: a few megabytes.
  static let linesPerPart = 1 << 16
  /// Rows that a task distributes.
  static let rowsPerBlock = 1 << 20

  init(_ customer: SpillableColumn<Int32>, customerCount: Int, context: ExecutionContext) throws(Cancelled) {
    self.context = context
    var offsets = try Self.counts(customer, customerCount: customerCount, context)
    var parts = [0]
    var partOfCustomer = [Int32](repeating: 0, count: customerCount)
    var start = 0
    for customer in 0..<customerCount {
      partOfCustomer[customer] = Int32(parts.count - 1)
      offsets[customer + 1] += offsets[customer]
      if offsets[customer + 1] - start >= Self.linesPerPart {
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
    _ customer: SpillableColumn<Int32>, customerCount: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> [Int] {
    try customer.withValues { (customer) throws(Cancelled) in
      nonisolated(unsafe) let customer = customer
      // Few large blocks: each needs a count per customer.
      let blocks = min(8, (customer.count + rowsPerBlock - 1) / rowsPerBlock)
      let rows = blocks == 0 ? 1 : (customer.count + blocks - 1) / blocks
      context.progress.expect(customer.count, unit: SourceLines.progressUnit)
      let counts = try context.mapChunks(of: customer.count, chunkSize: rows) { rows in
        var counts = [Int32](repeating: 0, count: customerCount)
        counts.withUnsafeMutableBufferPointer { counts in
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsPerBlock)
          where !context.cancellation.isRequested {
            let block = start..<min(start + rowsPerBlock, rows.upperBound)
            for row in block { counts[Int(customer[row])] += 1 }
            context.progress.advance(by: block.count)
          }
        }
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
  /// - Returns: the lines, and by customer the local product of lines without a product, −1 for none.
  func sorted(
    _ lines: consuming TransactionLines, in place: ColumnPlace
  ) throws -> (lines: SortedLines, blankProducts: [Int32]) {
    let targets = try targets(lines.customer, in: place)
    lines.customer.release()
    // The memory of a distributed column is reused for the next one of its width.
    let (customer, oldCustomer) = try distribute(&lines.customer, targets, in: place)
    let (product, oldProduct) = try distribute(
      &lines.product, targets, into: SpillableColumn(reusing: consume oldCustomer), in: place)
    let (order, _) = try distribute(
      &lines.order, targets, into: SpillableColumn(reusing: consume oldProduct), in: place)
    let (time, oldTime) = try distribute(&lines.time, targets, in: place)
    let (quantity, oldQuantity) = try distribute(
      &lines.quantity, targets, into: SpillableColumn(reusing: consume oldTime), in: place)
    let (unitPrice, _) = try distribute(
      &lines.unitPrice, targets, into: SpillableColumn(reusing: consume oldQuantity), in: place)
    let (isReturn, oldIsReturn) = try distribute(&lines.isReturn, targets, in: place)
    let begins: SpillableColumn<Bool> = try fitting(
      SpillableColumn(reusing: consume oldIsReturn), count: time.count, in: place)
    // Consumed, so that nobody else holds the columns while they are sorted: they would be copied.
    var sorted = SortedLines(
      order: consume order, time: consume time, quantity: consume quantity, unitPrice: consume unitPrice,
      isReturn: consume isReturn, localOrder: consume customer, localProduct: consume product,
      beginsOrder: consume begins)
    let blankProducts = try sortParts(&sorted)
    return (sorted, blankProducts)
  }

  /// Destination of each row: parts in order, and within a part the rows in their original order.
  private func targets(_ customer: SpillableColumn<Int32>, in place: ColumnPlace) throws -> SpillableColumn<Int32> {
    let count = customer.count
    var targets = try SpillableColumn<Int32>(zeros: count, in: place)
    let context = context
    context.progress.expect(count, unit: SourceLines.progressUnit)
    try customer.withValues { (customer) throws(Cancelled) in
      nonisolated(unsafe) let customer = customer
      let counts = try context.mapChunks(of: count, chunkSize: Self.rowsPerBlock) { rows in
        var counts = [Int32](repeating: 0, count: parts.count)
        for row in rows { counts[Int(partOfCustomer[Int(customer[row])])] += 1 }
        return counts
      }
      let starts = starts(counts)
      try targets.withMutablePages { (targets, pages) throws(Cancelled) in
        nonisolated(unsafe) let targets = targets
        try context.forEachChunk(of: count, chunkSize: Self.rowsPerBlock) { rows in
          var next = starts[rows.lowerBound / Self.rowsPerBlock]
          for row in rows {
            let part = Int(partOfCustomer[Int(customer[row])])
            targets[row] = next[part]
            next[part] += 1
          }
          pages.release(rows)
          context.progress.advance(by: rows.count)
        }
      }
    }
    return targets
  }

  /// By block and part: the destination of the block's first row.
  private func starts(_ counts: [[Int32]]) -> [[Int32]] {
    var next = parts.map { Int32(offsets[$0]) }
    return counts.map { block in
      let starts = next
      for part in block.indices { next[part] += block[part] }
      return starts
    }
  }

  /// Distributes a column into parts, and returns the old column for reuse.
  private func distribute<Element>(
    _ column: inout SpillableColumn<Element>, _ targets: SpillableColumn<Int32>,
    into target: SpillableColumn<Element>? = nil,
    in place: ColumnPlace
  ) throws -> (SpillableColumn<Element>, old: SpillableColumn<Element>) {
    var source = SpillableColumn<Element>()
    swap(&source, &column)
    let count = source.count
    var result = try fitting(target, count: count, in: place)
    let from = source
    let context = context
    context.progress.expect(count, unit: SourceLines.progressUnit)
    try result.withMutablePages { (result, pages) throws(Cancelled) in
      nonisolated(unsafe) let (result, values, to) = (result, from.pointer, targets.pointer)
      try context.forEachChunk(of: count, chunkSize: Self.rowsPerBlock) { rows in
        for row in rows { result[Int(to[row])] = values[row] }
        from.release(rows)
        targets.release(rows)
        // Every block writes to every part.
        pages.release(0..<count)
        context.progress.advance(by: rows.count)
      }
    }
    return (result, source)
  }

  /// `column` if it has the right length and place, else a new one.
  private func fitting<Element>(
    _ column: SpillableColumn<Element>?, count: Int, in place: ColumnPlace
  ) throws(TableError) -> SpillableColumn<Element> {
    if let column, column.count == count, column.isInFile == (place != .memory) { return column }
    return try SpillableColumn(zeros: count, in: place)
  }
}

// MARK: - Inside a part

extension LineSort {
  /// Until then `localOrder` and `localProduct` hold customers and products.
  private func sortParts(_ lines: inout SortedLines) throws(Cancelled) -> [Int32] {
    let context = context
    context.progress.expect(lines.count, unit: SourceLines.progressUnit)
    var blankProducts: [Int32] = []
    try lines.withMutablePointers { (pointers) throws(Cancelled) in
      nonisolated(unsafe) let pointers = pointers
      blankProducts = try context.map(parts.count - 1) { part in
        let rows = offsets[parts[part]]..<offsets[parts[part + 1]]
        let blanks = PartSorter(pointers, offsets: offsets, customers: parts[part]..<parts[part + 1]).sort()
        pointers.release(rows)
        context.progress.advance(by: rows.count)
        return blanks
      }.flatMap { $0 }
    }
    return lines.count > 0 ? blankProducts : [Int32](repeating: -1, count: offsets.count - 1)
  }
}
