package import Numerics

extension ShopGenerator {
  /// The order lines of some customers: customer by customer, each customer's in time order.
  ///
  /// Holds about 100 bytes per line; use `forEachBlock` for more customers than fit in memory.
  ///
  /// - Parameter customers: within 0..<`settings.customers`.
  package func lines(ofCustomers customers: Range<Int>, parallelism: Parallelism = .serial) -> LineBlock {
    let blocks = parallelism.mapChunks(of: customers.count, chunkSize: 512) { chunk in
      var block = LineBlock(catalogue: catalogue)
      var history = CustomerHistory()
      for offset in chunk { append(customers.lowerBound + offset, to: &block, &history) }
      return block
    }
    guard blocks.count != 1 else { return blocks[0] }
    var all = LineBlock(catalogue: catalogue)
    all.reserveCapacity(blocks.reduce(0) { $0 + $1.count })
    for block in blocks { all.append(contentsOf: block) }
    return all
  }

  /// Generates every order line of the shop, block by block, in bounded memory.
  ///
  /// - Parameters:
  ///   - customersPerBlock: at least 1; affects the size of the blocks but no line.
  ///   - body: receives the blocks in order; an error that it throws ends the pass.
  /// - Returns: counts over all blocks.
  @discardableResult
  package func forEachBlock<Failure: Error>(
    customersPerBlock: Int = 16_384, parallelism: Parallelism, _ body: (LineBlock) throws(Failure) -> Void
  ) throws(Failure) -> GenerationSummary {
    precondition(customersPerBlock > 0, "a block holds at least one customer")
    var summary = GenerationSummary()
    var start = 0
    while start < settings.customers {
      let end = min(start + customersPerBlock, settings.customers)
      let block = lines(ofCustomers: start..<end, parallelism: parallelism)
      summary.merge(block.summary)
      try body(block)
      start = end
    }
    return summary
  }

  /// Every order line of the shop in time order across customers, as in a real export.
  ///
  /// Holds all lines in memory twice, so it is meant for at most about 50,000 customers.
  package func linesByTime(parallelism: Parallelism = .serial) -> LineBlock {
    lines(ofCustomers: 0..<settings.customers, parallelism: parallelism).sortedByTime()
  }

  private func append(_ customer: Int, to block: inout LineBlock, _ history: inout CustomerHistory) {
    var random = generator(ofCustomer: customer)
    let traits = CustomerTraits(of: self, &random)
    history.draw(traits, in: self, &random)
    block.summary.customers[traits.kind, default: 0] += 1
    var ordinal = 0
    var lastDay = -1
    for document in history.documents {
      ordinal = document.day == lastDay ? ordinal + 1 : 0
      lastDay = document.day
      guard ordinal < Self.documentsPerDay else { continue }
      block.summary.count(document)
      for item in history.items[document.items] {
        var line = LineBlock.Line(
          customer: Int32(customer),
          orderNumber: orderNumber(customer: customer, day: document.day, ordinal: ordinal),
          document: document.type, product: item.product,
          time: calendar.microseconds(day: document.day, minute: document.minute), quantity: item.quantity,
          unitPrice: item.price, country: traits.country, dirt: .none)
        injectDefect(&line, &random)
        block.append(line)
      }
    }
  }

  /// Draws a defect and, if it is one of values and not of text, applies it to the line.
  private func injectDefect(_ line: inout LineBlock.Line, _ random: inout PhiloxGenerator) {
    line.dirt = dirt.draw(&random)
    switch line.dirt {
    case .zeroPrice: line.unitPrice = 0
    case .negativePrice: line.unitPrice = -line.unitPrice
    case .zeroQuantity: line.quantity = 0
    case .outlierPrice:
      line.unitPrice *= Int64(100 + random.index(below: 301))
      line.quantity = line.quantity.signum()
    default: break
    }
  }
}
