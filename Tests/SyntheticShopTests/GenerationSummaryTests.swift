import Foundation
import SyntheticShop
import Testing

@Suite("Generation summary") struct GenerationSummaryTests {
  @Test("defects and kinds of customers occur at their rates, within 4.5 standard deviations")
  func rates() throws {
    let sample = try Sample(customers: 6000)
    let (settings, summary) = (sample.shop.settings, sample.block.summary)
    // A duplicate is drawn together with its original, so it is not a separate draw.
    let draws = summary.lines - summary.dirt[.duplicateLine, default: 0]
    for dirt in InjectedDefect.allCases where dirt != .none {
      #expect(isLikely(summary.dirt[dirt, default: 0], of: draws, at: settings.dirt.rate(of: dirt)), "\(dirt)")
    }
    for kind in CustomerKind.allCases {
      #expect(
        isLikely(summary.customers[kind, default: 0], of: 6000, at: settings.kindShares[kind, default: 0]), "\(kind)")
    }
  }

  @Test("a shop without defects has none, and cleaning keeps all its lines")
  func clean() throws {
    let sample = try Sample(customers: 500) { $0.dirt = .none }
    #expect(sample.block.summary.dirt.isEmpty)
    #expect(sample.block.summary.removedLines == 0)
    #expect(Set(ParsedLine.parse(sample.csv)).count == sample.block.count)
  }

  @Test("the summary agrees with the file read back: lines, returns, defects and amounts to the penny")
  func reconciles() throws {
    let sample = try Sample(customers: 1500, seed: 3) { $0.dirt = .everythingOften }
    let lines = ParsedLine.parse(sample.csv)
    let summary = sample.block.summary
    #expect(summary.lines == lines.count)
    #expect(summary.cancellationLines == lines.count { $0.order.contains("C") })
    #expect(summary.dirt[.duplicateLine] == lines.count - Set(lines).count)
    #expect(summary.dirt[.blankCustomer] == lines.count { $0.customer.isEmpty })
    #expect(summary.dirt[.unparsableDate] == lines.count { $0.date == nil })
    let kept = lines.filter { !$0.customer.isEmpty && $0.date != nil && $0.isPriced }
    #expect(summary.keptLines == kept.count)
    let returns = kept.filter { $0.order.contains("C") || $0.quantity.hasPrefix("-") }
    #expect(returns.reduce(0) { $0 + $1.pence } == summary.returnPence)
    #expect(kept.reduce(0) { $0 + $1.pence } == summary.purchasePence + summary.returnPence)
  }

  @Test("the numbers of orders and credit notes are those of the file")
  func documents() throws {
    let sample = try Sample(customers: 1500) { $0.dirt = .none }
    let summary = sample.block.summary
    let lines = ParsedLine.parse(sample.csv)
    let notes = Set(lines.filter { $0.quantity.hasPrefix("-") }.map(\.order))
    #expect(summary.cancellations == notes.count { $0.hasPrefix("C") })
    #expect(summary.plainReturns == notes.count { !$0.hasPrefix("C") })
    #expect(summary.plainReturns > 0)
    #expect(summary.orders == Set(lines.map(\.order)).count - notes.count)
    #expect(summary.plainReturnLines == lines.count { $0.quantity.hasPrefix("-") && !$0.order.hasPrefix("C") })
  }

  @Test("the summary round-trips through JSON, with kinds and defects by name")
  func json() throws {
    let summary = try Sample(customers: 200).block.summary
    let data = try JSONEncoder().encode(summary)
    #expect(try JSONDecoder().decode(GenerationSummary.self, from: data) == summary)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["dirt"] as? [String: Int])?["blankCustomer"] == summary.dirt[.blankCustomer])
  }

  private func isLikely(_ count: Int, of draws: Int, at rate: Double) -> Bool {
    let deviation = (Double(draws) * rate * (1 - rate)).squareRoot()
    return abs(Double(count) - Double(draws) * rate) <= 4.5 * deviation
  }
}

extension ParsedLine {
  /// Whether quantity and price are numbers that cleaning keeps.
  fileprivate var isPriced: Bool {
    guard let quantity = Int64(quantity), let price = Double(price) else { return false }
    return quantity != 0 && price > 0
  }

  fileprivate var pence: Int64 {
    Int64(quantity)! * Int64((Double(price)! * 100).rounded())
  }
}
