package import Tables

/// Sentences on customers, the strongest first, as text that lies end to end: an array of strings per customer takes
/// several times the memory.
package struct CustomerSentences: Sendable, Equatable {
  /// By rank, one row per customer; null where there is no further sentence.
  package let ranks: [StringColumn]
  /// Customers.
  package let count: Int

  /// - Parameter ranks: as many rows as customers each.
  package init(ranks: [StringColumn], count: Int) {
    precondition(ranks.allSatisfy { $0.count == count }, "one row per customer")
    self.ranks = ranks
    self.count = count
  }

  /// Nobody has any.
  package static func none(_ count: Int) -> CustomerSentences { CustomerSentences(ranks: [], count: count) }

  /// The sentences of a customer, one per rank; empty text where there is none.
  package subscript(customer: Int) -> [String] { ranks.map { $0[customer] } }

  /// The strongest; nil where there is none.
  package func first(_ customer: Int) -> String? {
    guard let strongest = ranks.first, !strongest.isNull(customer) else { return nil }
    return strongest[customer]
  }

  package static func == (first: CustomerSentences, second: CustomerSentences) -> Bool {
    first.count == second.count && first.ranks.count == second.ranks.count
      && (0..<first.count).allSatisfy { first[$0] == second[$0] }
  }

  /// Of all customers.
  package var all: [[String]] { (0..<count).map { self[$0] } }
}

/// Sentences of all customers while they are made, block by block.
struct SentenceWriter {
  /// By rank: the text of one customer after the other, and where each begins and ends.
  private var ranks: [(bytes: SpillableColumn<UInt8>, offsets: [Int32])]

  /// - Parameter place: where the text goes, most of the memory.
  /// - Throws: `TableError` where the place cannot hold it.
  init(perCustomer: Int, customers: Int, in place: ColumnPlace) throws {
    ranks = try (0..<perCustomer).map { _ in
      var offsets: [Int32] = [0]
      offsets.reserveCapacity(customers + 1)
      return (try SpillableColumn(zeros: 0, in: place), offsets)
    }
  }

  /// - Parameter blocks: of the customers that follow, in order.
  /// - Throws: `TableError` where a file cannot hold the text.
  mutating func append(_ blocks: [SentenceBlock]) throws {
    for rank in ranks.indices {
      let added = blocks.reduce(0) { $0 + $1.ranks[rank].bytes.count }
      try ranks[rank].bytes.reserve(ranks[rank].bytes.count + added)
      for block in blocks {
        let start = Int32(ranks[rank].bytes.count)
        ranks[rank].bytes.append(contentsOf: block.ranks[rank].bytes)
        for end in block.ranks[rank].ends { ranks[rank].offsets.append(start + end) }
      }
      ranks[rank].bytes.release()
    }
  }

  consuming func finished() -> CustomerSentences {
    CustomerSentences(
      ranks: ranks.map { bytes, offsets in
        StringColumn(bytes: bytes, offsets: offsets, isNull: zip(offsets, offsets.dropFirst()).map { $0 == $1 })
      }, count: ranks.first.map { $0.offsets.count - 1 } ?? 0)
  }
}

/// Sentences of some neighboring customers while those of others are made.
struct SentenceBlock: Sendable {
  /// By rank: the text of one customer after the other, and where each ends.
  private(set) var ranks: [(bytes: [UInt8], ends: [Int32])]
  private(set) var count = 0

  init(perCustomer: Int) { ranks = (0..<perCustomer).map { _ in ([], []) } }

  /// - Parameter sentences: at most one per rank, the strongest first; empty text is none.
  mutating func append(_ sentences: [String]) {
    for rank in ranks.indices {
      if rank < sentences.count { ranks[rank].bytes.append(contentsOf: sentences[rank].utf8) }
      ranks[rank].ends.append(Int32(ranks[rank].bytes.count))
    }
    count += 1
  }
}
