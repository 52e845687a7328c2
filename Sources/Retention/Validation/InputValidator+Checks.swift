import CivilTime
import Numerics
import Settings
import Tables
import Text

extension InputValidator {
  func outcome(
    of check: ValidationCheck, _ source: SourceLines, _ facts: LineFacts, _ exclusion: LineExclusion,
    hasProducts: Bool, _ context: ExecutionContext
  ) throws(Cancelled) -> Outcome {
    func rows(_ what: String) -> Outcome {
      let count = facts.rows[check]
      return Outcome(affected: count.affected, examples: count.examples, sentence: "\(count.affected) \(what)")
    }
    switch check {
    case .missingColumns: return schema(source)
    case .blankCustomerID: return rows("rows without a customer id")
    case .blankOrderID:
      switch source.orderIs {
      case .column: return rows("rows without an order id")
      case .row: return .skipped("each row is an order")
      case .customerDay: return .skipped("the lines of a customer on a day are an order")
      }
    case .blankProductID:
      return hasProducts ? rows("rows without a product id") : .skipped("the source has no products")
    case .blankDatetime: return rows("rows without a date-time")
    case .blankQuantity: return rows("rows without a quantity")
    case .blankPrice: return rows("rows without a price")
    case .unparsableDatetime: return unreadable(source, .orderDatetime, "date-times")
    case .unparsableQuantity: return unreadable(source, .quantity, "quantities")
    case .unparsablePrice: return unreadable(source, source.amount.priceColumn, "prices or amounts")
    case .nonPositivePrice: return rows("rows with a price of 0 or below")
    case .zeroQuantity: return rows("rows with a quantity of 0")
    case .returnLines: return rows("returns: negative quantity or a cancelled order")
    case .positiveCancellation: return rows("rows of a cancelled order with a positive quantity")
    case .ignoredStatus: return try ignoredStatus(source, exclusion, context)
    case .orderOfSeveralCustomers:
      return rows("rows of orders that carry several customer ids")
    case .conflictingOrderTotals:
      guard source.amount == .orderTotal else { return Outcome(sentence: "the source has no order totals") }
      var outcome = rows("rows of orders whose lines disagree about the order total")
      if outcome.affected > 0 { outcome.sentence += "; map a value of each line to line_total instead" }
      return outcome
    case .exactDuplicates: return rows("rows equal to an earlier one in every column")
    case .datesOutOfRange: return rows("rows dated before \(settings.earliestDate) or after \(latestDate)")
    case .daysWithoutLines: return daysWithoutLines(facts)
    case .strayLines: return try strayLines(source, facts, context)
    case .singleOrderCustomers: return singleOrderCustomers(source, facts)
    case .dominantCustomer: return dominantCustomer(source, facts)
    case .placeholderCustomer: return placeholderCustomer(source, facts)
    case .similarCustomerIDs: return try similarCustomerIDs(source, facts, context)
    }
  }

  private var latestDate: CivilDate { settings.latestDate ?? today }

  private func schema(_ source: SourceLines) -> Outcome {
    let extras = source.extras.map(\.name)
    let carried = extras.isEmpty ? "" : "; carried along: \(extras.joined(separator: ", "))"
    return Outcome(
      total: 1, sentence: "all needed columns found in \(counted(source.files.count { $0.rows > 0 }, "file"))\(carried)"
    )
  }

  private func unreadable(_ source: SourceLines, _ column: CanonicalColumn, _ what: String) -> Outcome {
    let cells = source.unreadable.filter { $0.column == column }
    let texts = cells.prefix(settings.exampleRows).map { "'\($0.text.prefix(40))'" }.joined(separator: ", ")
    return Outcome(
      affected: cells.count, examples: cells.prefix(settings.exampleRows).map(\.row),
      sentence: "\(cells.count) \(what) that cannot be read" + (texts.isEmpty ? "" : ": \(texts)"))
  }

  private func daysWithoutLines(_ facts: LineFacts) -> Outcome {
    let days = facts.rows.days
    guard let first = days.min(), let last = days.max() else { return .skipped("no readable date-time") }
    let span = Int(last - first) + 1
    return Outcome(
      affected: span - days.count, total: span, sentence: "\(span - days.count) of \(span) days without a line")
  }

  private func singleOrderCustomers(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    let counts = facts.ordersOfCustomer.filter { $0 > 0 }
    guard !counts.isEmpty else { return .skipped("no customer has an order") }
    let single = counts.filter { $0 == 1 }.count
    return Outcome(
      affected: single, total: counts.count, sentence: "\(single) of \(counts.count) customers have a single order")
  }

  private func ignoredStatus(
    _ source: SourceLines, _ exclusion: LineExclusion, _ context: ExecutionContext
  ) throws(Cancelled) -> Outcome {
    let columns = try StatusColumn.found(
      in: source, exclusion: exclusion, refundColumn: ingest.refundColumn, exampleRows: settings.exampleRows, context)
    guard !columns.isEmpty else { return Outcome(sentence: "no column tells cancelled, refunded or failed orders") }
    let parts = columns.map { column in
      if column.isAmount {
        return "column '\(excerpt(column.name, limit: 40))' states refunds of \(rounded(column.money.value, 2)) on "
          + "\(counted(column.rows, "row")), which do not count; make them returns with --set "
          + "'ingest.refund_column=\(column.name)'"
      }
      let what =
        column.values == ["*"]
        ? "is filled" : "is " + column.values.prefix(5).map { "'\(excerpt($0, limit: 30))'" }.joined(separator: ", ")
      return "column '\(excerpt(column.name, limit: 40))' \(what) on \(counted(column.rows, "row")) that add up to "
        + "\(rounded(column.money.value, 2)) and count as purchases; leave them out with ingest.drop, as in "
        + "--set 'ingest.drop=[\"\(column.condition)\"]'"
    }
    return Outcome(
      affected: columns.map(\.rows).max() ?? 0, examples: columns[0].examples, sentence: parts.joined(separator: "; "))
  }

  private func placeholderCustomer(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    let found = PlaceholderCustomers(
      source.customers, lines: facts.linesOfCustomer, orders: facts.ordersOfCustomer, kept: ingest.keepCustomers)
    guard !found.codes.isEmpty else {
      return Outcome(total: found.allLines, sentence: "no customer id looks like a placeholder")
    }
    let ids = found.codes.prefix(5).map { source.customers[$0] }
    let shown = ids.map { "'\(excerpt($0, limit: 40))'" }.joined(separator: ", ")
    let list = "[" + ids.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    return Outcome(
      affected: found.lines, total: found.allLines,
      sentence:
        "customer \(shown) has \(found.lines) of \(found.allLines) purchase lines with a customer, and looks like a "
        + "placeholder for many; read it as blank with --set 'ingest.blank_customers=\(list)', or keep it with "
        + "--set 'ingest.keep_customers=\(list)'")
  }

  private func similarCustomerIDs(
    _ source: SourceLines, _ facts: LineFacts, _ context: ExecutionContext
  ) throws(Cancelled) -> Outcome {
    let lines = facts.linesOfCustomer
    let found = try SimilarIDs(source.customers, isPresent: { lines[$0] > 0 }, context)
    let example = found.example.map { ", such as '\(excerpt($0.first))' and '\(excerpt($0.second))'" } ?? ""
    return Outcome(
      affected: found.count, total: lines.count { $0 > 0 },
      sentence: "\(counted(found.count, "customer id")) like another but for case, blanks or width\(example)")
  }

  private func dominantCustomer(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    // Exact sums, and ties by id, so that the order of customers does not matter.
    let total = facts.revenueOfCustomer.reduce(into: Money.zero) { $0 += Money($1) }.value
    var largest: Int?
    for code in facts.revenueOfCustomer.indices {
      guard let best = largest else {
        largest = code
        continue
      }
      let (revenue, most) = (facts.revenueOfCustomer[code], facts.revenueOfCustomer[best])
      let isFirst = { source.customers[Int32(code)] < source.customers[Int32(best)] }
      if revenue > most || revenue == most && isFirst() { largest = code }
    }
    guard let largest, total > 0 else { return .skipped("no revenue of known customers") }
    // The share is one of revenue; thousandths give it a count and a total.
    let share = facts.revenueOfCustomer[largest] / total
    return Outcome(
      affected: Int((share * 1000).rounded()), total: 1000,
      sentence:
        "customer \(source.customers[Int32(largest)]) carries \((share * 1000).rounded() / 10) % of the revenue of known customers"
    )
  }
}
