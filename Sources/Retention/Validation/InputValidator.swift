public import Numerics
public import Settings
import Tables

/// Checks the input in eight categories before anything is removed.
public struct InputValidator: Sendable {
  let settings: ValidationSettings
  let cancellationPrefixes: [String]
  /// The last day on which lines may lie.
  let today: CalendarDay

  public init(settings: ValidationSettings, cleaning: CleaningSettings, today: CalendarDay) {
    self.settings = settings
    cancellationPrefixes = cleaning.cancellationPrefixes
    self.today = today
  }

  /// - Parameter hasProducts: false where the source has no product column.
  public func validate(_ source: SourceLines, hasProducts: Bool, parallelism: Parallelism) -> ValidationReport {
    let facts = LineFacts(source, cancellationPrefixes: cancellationPrefixes)
    let findings = ValidationCheck.allCases.map { check in
      let outcome = outcome(of: check, source, facts, hasProducts: hasProducts, parallelism: parallelism)
      return finding(check, outcome, source)
    }
    return ValidationReport(findings: findings, rows: source.count)
  }

  /// Of a file without a needed column: that check fails, and no other can look at anything.
  public func report(missing error: MappingError) -> ValidationReport {
    let sentence = error.description
    let findings = ValidationCheck.allCases.map { check in
      let isFailed = check == .missingColumns
      return ValidationFinding(
        check: check, severity: settings[check].severity, status: isFailed ? .failed : .skipped,
        affectedRows: isFailed ? 1 : 0, affectedShare: isFailed ? 1 : 0, threshold: settings[check].threshold,
        detail: isFailed ? (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence) : "no lines were read")
    }
    return ValidationReport(findings: findings, rows: 0)
  }

  /// What a check counted.
  struct Outcome {
    var affected = 0
    /// Of how many; nil for all rows.
    var total: Int?
    var examples: [Int] = []
    var sentence: String
    var isSkipped = false

    static func skipped(_ sentence: String) -> Outcome { Outcome(sentence: sentence, isSkipped: true) }
  }

  private func finding(_ check: ValidationCheck, _ outcome: Outcome, _ source: SourceLines) -> ValidationFinding {
    let policy = settings[check]
    let total = outcome.total ?? source.count
    let share = total > 0 ? Double(outcome.affected) / Double(total) : 0
    let examples = outcome.examples.prefix(settings.exampleRows).map { row in
      "\(source.file(ofRow: row).path):\(source.fileLine[row])"
    }
    let places = examples.isEmpty ? "" : "; for example \(examples.joined(separator: ", "))"
    return ValidationFinding(
      check: check, severity: policy.severity,
      status: outcome.isSkipped ? .skipped : share > policy.threshold ? .failed : .passed,
      affectedRows: outcome.affected, affectedShare: share, threshold: policy.threshold,
      detail: outcome.sentence + places)
  }
}

// MARK: - The checks

extension InputValidator {
  private func outcome(
    of check: ValidationCheck, _ source: SourceLines, _ facts: LineFacts, hasProducts: Bool, parallelism: Parallelism
  ) -> Outcome {
    switch check {
    case .missingColumns: schema(source)
    case .blankCustomerID: rows(source, "rows without a customer id") { source.customer[$0] < 0 }
    case .blankOrderID: rows(source, "rows without an order id") { source.order[$0] < 0 }
    case .blankProductID:
      hasProducts
        ? rows(source, "rows without a product id") { source.product[$0] < 0 } : .skipped("the source has no products")
    case .blankDatetime:
      blank(source, facts, .orderDatetime, "date-time") { source.time[$0] == SourceLines.unknownTime }
    case .blankQuantity: blank(source, facts, .quantity, "quantity") { source.quantity[$0].isNaN }
    case .blankPrice: blank(source, facts, source.amount.priceColumn, "price") { source.unitPrice[$0].isNaN }
    case .unparsableDatetime: unreadable(source, .orderDatetime, "date-times")
    case .unparsableQuantity: unreadable(source, .quantity, "quantities")
    case .unparsablePrice: unreadable(source, source.amount.priceColumn, "prices or amounts")
    case .nonPositivePrice: rows(source, "rows with a price of 0 or below") { source.unitPrice[$0] <= 0 }
    case .zeroQuantity: rows(source, "rows with a quantity of 0") { source.quantity[$0] == 0 }
    case .returnLines:
      rows(source, "returns: negative quantity or a cancelled order") {
        source.quantity[$0] < 0 || facts.isCancelled($0)
      }
    case .positiveCancellation:
      rows(source, "rows of a cancelled order with a positive quantity") {
        source.quantity[$0] > 0 && facts.isCancelled($0)
      }
    case .orderOfSeveralCustomers: sharedOrders(source)
    case .exactDuplicates: duplicates(source, parallelism)
    case .datesOutOfRange: datesOutOfRange(source)
    case .daysWithoutLines: daysWithoutLines(source)
    case .singleOrderCustomers: singleOrderCustomers(source, facts)
    case .dominantCustomer: dominantCustomer(source, facts)
    }
  }

  private func schema(_ source: SourceLines) -> Outcome {
    let extras = source.extras.map(\.name)
    let carried = extras.isEmpty ? "" : "; carried along: \(extras.joined(separator: ", "))"
    return Outcome(total: 1, sentence: "all needed columns found in \(counted(source.files.count, "file"))\(carried)")
  }

  private func rows(_ source: SourceLines, _ what: String, _ isAffected: (Int) -> Bool) -> Outcome {
    var outcome = Outcome(sentence: "")
    for row in 0..<source.count where isAffected(row) {
      outcome.affected += 1
      if outcome.examples.count < settings.exampleRows { outcome.examples.append(row) }
    }
    outcome.sentence = "\(outcome.affected) \(what)"
    return outcome
  }

  private func blank(
    _ source: SourceLines, _ facts: LineFacts, _ column: CanonicalColumn, _ what: String, _ isUnknown: (Int) -> Bool
  ) -> Outcome {
    let texts = facts.unreadableRows[column, default: []]
    return rows(source, "rows without a \(what)") { isUnknown($0) && !texts.contains($0) }
  }

  private func unreadable(_ source: SourceLines, _ column: CanonicalColumn, _ what: String) -> Outcome {
    let cells = source.unreadable.filter { $0.column == column }
    let texts = cells.prefix(settings.exampleRows).map { "'\($0.text.prefix(40))'" }.joined(separator: ", ")
    return Outcome(
      affected: cells.count, examples: cells.prefix(settings.exampleRows).map(\.row),
      sentence: "\(cells.count) \(what) that cannot be read" + (texts.isEmpty ? "" : ": \(texts)"))
  }

  private func sharedOrders(_ source: SourceLines) -> Outcome {
    var owner = [Int32](repeating: -1, count: source.orders.count)
    var shared = [Bool](repeating: false, count: source.orders.count)
    for row in 0..<source.count where source.order[row] >= 0 && source.customer[row] >= 0 {
      let order = Int(source.order[row])
      if owner[order] < 0 { owner[order] = source.customer[row] }
      if owner[order] != source.customer[row] { shared[order] = true }
    }
    var outcome = rows(source, "rows of orders that carry several customer ids") {
      source.order[$0] >= 0 && shared[Int(source.order[$0])]
    }
    if source.conflictingOrderTotals > 0 {
      outcome.sentence += "; \(source.conflictingOrderTotals) orders whose lines disagree about the order total"
    }
    return outcome
  }

  private func duplicates(_ source: SourceLines, _ parallelism: Parallelism) -> Outcome {
    let marks = ExactDuplicates.marks(in: source, parallelism: parallelism)
    return rows(source, "rows equal to an earlier one in every column") { marks[$0] }
  }

  private func datesOutOfRange(_ source: SourceLines) -> Outcome {
    let latest = settings.latestDate ?? today
    let earliestTime = Int64(settings.earliestDate.daysSince1970) * Microseconds.day
    let latestTime = Int64(latest.daysSince1970 + 1) * Microseconds.day
    return rows(source, "rows dated before \(settings.earliestDate) or after \(latest)") { row in
      let time = source.time[row]
      return time != SourceLines.unknownTime && (time < earliestTime || time >= latestTime)
    }
  }

  private func daysWithoutLines(_ source: SourceLines) -> Outcome {
    let days = Set(source.time.lazy.filter { $0 != SourceLines.unknownTime }.map { Microseconds.day(of: $0) })
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

  private func dominantCustomer(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    let total = facts.revenueOfCustomer.reduce(0, +)
    guard
      let largest = facts.revenueOfCustomer.indices.max(by: {
        facts.revenueOfCustomer[$0] < facts.revenueOfCustomer[$1]
      }),
      total > 0
    else { return .skipped("no revenue of known customers") }
    // The share that counts is one of revenue: in thousandths, so that a count and a total stand behind it.
    let share = facts.revenueOfCustomer[largest] / total
    return Outcome(
      affected: Int((share * 1000).rounded()), total: 1000,
      sentence:
        "customer \(source.customers[Int32(largest)]) carries \((share * 1000).rounded() / 10) % of the revenue of known customers"
    )
  }
}

func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Facts of lines that several checks need.
struct LineFacts {
  let cancelledOrders: [Bool]
  let order: [Int32]
  let unreadableRows: [CanonicalColumn: Set<Int>]
  /// Purchase orders by customer code.
  let ordersOfCustomer: [Int]
  let revenueOfCustomer: [Double]

  init(_ source: SourceLines, cancellationPrefixes: [String]) {
    let cancelled = source.cancelledOrders(prefixes: cancellationPrefixes)
    cancelledOrders = cancelled
    order = source.order
    unreadableRows = Dictionary(grouping: source.unreadable, by: \.column).mapValues { Set($0.map(\.row)) }
    var owner = [Int32](repeating: -1, count: source.orders.count)
    var shared: Set<UInt64> = []
    var orders = [Int](repeating: 0, count: source.customers.count)
    var revenue = [Double](repeating: 0, count: source.customers.count)
    for row in 0..<source.count where source.customer[row] >= 0 && source.order[row] >= 0 {
      let (customer, order) = (Int(source.customer[row]), Int(source.order[row]))
      guard !cancelled[order], source.quantity[row] > 0, source.unitPrice[row] > 0 else { continue }
      revenue[customer] += source.amount(ofRow: row)
      if owner[order] < 0 {
        owner[order] = Int32(customer)
        orders[customer] += 1
      } else if owner[order] != Int32(customer), shared.insert(UInt64(customer) << 32 | UInt64(order)).inserted {
        // An id that several customers share is an order of each.
        orders[customer] += 1
      }
    }
    ordersOfCustomer = orders
    revenueOfCustomer = revenue
  }

  func isCancelled(_ row: Int) -> Bool { order[row] >= 0 && cancelledOrders[Int(order[row])] }
}
