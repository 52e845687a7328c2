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
    func rows(_ what: String, _ isAffected: @Sendable (Int, SourceRows) -> Bool) -> Outcome {
      self.rows(source, what, parallelism, isAffected)
    }
    func blank(
      _ column: CanonicalColumn, _ what: String, _ isUnknown: @Sendable (Int, SourceRows) -> Bool
    ) -> Outcome {
      let texts = facts.unreadableRows[column, default: []]
      return rows("rows without a \(what)") { isUnknown($0, $1) && !texts.contains($0) }
    }
    switch check {
    case .missingColumns: return schema(source)
    case .blankCustomerID: return rows("rows without a customer id") { $1.customer[$0] < 0 }
    case .blankOrderID: return rows("rows without an order id") { $1.order[$0] < 0 }
    case .blankProductID:
      return hasProducts
        ? rows("rows without a product id") { $1.product[$0] < 0 } : .skipped("the source has no products")
    case .blankDatetime: return blank(.orderDatetime, "date-time") { $1.time[$0] == SourceLines.unknownTime }
    case .blankQuantity: return blank(.quantity, "quantity") { $1.quantity[$0].isNaN }
    case .blankPrice: return blank(source.amount.priceColumn, "price") { $1.unitPrice[$0].isNaN }
    case .unparsableDatetime: return unreadable(source, .orderDatetime, "date-times")
    case .unparsableQuantity: return unreadable(source, .quantity, "quantities")
    case .unparsablePrice: return unreadable(source, source.amount.priceColumn, "prices or amounts")
    case .nonPositivePrice: return rows("rows with a price of 0 or below") { $1.unitPrice[$0] <= 0 }
    case .zeroQuantity: return rows("rows with a quantity of 0") { $1.quantity[$0] == 0 }
    case .returnLines:
      return rows("returns: negative quantity or a cancelled order") {
        $1.quantity[$0] < 0 || facts.isCancelled($1.order[$0])
      }
    case .positiveCancellation:
      return rows("rows of a cancelled order with a positive quantity") {
        $1.quantity[$0] > 0 && facts.isCancelled($1.order[$0])
      }
    case .orderOfSeveralCustomers: return sharedOrders(source, facts, parallelism)
    case .exactDuplicates:
      let marks = source.duplicates ?? ExactDuplicates.marks(in: source, parallelism: parallelism)
      return rows("rows equal to an earlier one in every column") { row, _ in marks[row] }
    case .datesOutOfRange: return datesOutOfRange(source, parallelism)
    case .daysWithoutLines: return daysWithoutLines(source, parallelism)
    case .singleOrderCustomers: return singleOrderCustomers(source, facts)
    case .dominantCustomer: return dominantCustomer(source, facts)
    }
  }

  private func schema(_ source: SourceLines) -> Outcome {
    let extras = source.extras.map(\.name)
    let carried = extras.isEmpty ? "" : "; carried along: \(extras.joined(separator: ", "))"
    return Outcome(total: 1, sentence: "all needed columns found in \(counted(source.files.count, "file"))\(carried)")
  }

  private func rows(
    _ source: SourceLines, _ what: String, _ parallelism: Parallelism,
    _ isAffected: @Sendable (Int, SourceRows) -> Bool
  ) -> Outcome {
    let limit = settings.exampleRows
    let blocks = source.mapBlocks(parallelism) { range, rows in
      var (affected, examples) = (0, [Int]())
      for row in range where isAffected(row, rows) {
        affected += 1
        if examples.count < limit { examples.append(row) }
      }
      return (affected: affected, examples: examples)
    }
    let affected = blocks.reduce(0) { $0 + $1.affected }
    return Outcome(
      affected: affected, examples: Array(blocks.lazy.flatMap(\.examples).prefix(limit)),
      sentence: "\(affected) \(what)")
  }

  private func unreadable(_ source: SourceLines, _ column: CanonicalColumn, _ what: String) -> Outcome {
    let cells = source.unreadable.filter { $0.column == column }
    let texts = cells.prefix(settings.exampleRows).map { "'\($0.text.prefix(40))'" }.joined(separator: ", ")
    return Outcome(
      affected: cells.count, examples: cells.prefix(settings.exampleRows).map(\.row),
      sentence: "\(cells.count) \(what) that cannot be read" + (texts.isEmpty ? "" : ": \(texts)"))
  }

  private func sharedOrders(_ source: SourceLines, _ facts: LineFacts, _ parallelism: Parallelism) -> Outcome {
    var outcome = rows(source, "rows of orders that carry several customer ids", parallelism) {
      $1.order[$0] >= 0 && facts.sharedOrders[Int($1.order[$0])]
    }
    if source.conflictingOrderTotals > 0 {
      outcome.sentence += "; \(source.conflictingOrderTotals) orders whose lines disagree about the order total"
    }
    return outcome
  }

  private func datesOutOfRange(_ source: SourceLines, _ parallelism: Parallelism) -> Outcome {
    let latest = settings.latestDate ?? today
    let earliestTime = Int64(settings.earliestDate.daysSince1970) * Microseconds.day
    let latestTime = Int64(latest.daysSince1970 + 1) * Microseconds.day
    return rows(source, "rows dated before \(settings.earliestDate) or after \(latest)", parallelism) { row, rows in
      let time = rows.time[row]
      return time != SourceLines.unknownTime && (time < earliestTime || time >= latestTime)
    }
  }

  private func daysWithoutLines(_ source: SourceLines, _ parallelism: Parallelism) -> Outcome {
    let days = source.mapBlocks(parallelism) { range, rows in
      var (days, last) = (Set<Int32>(), Int32.min)
      for row in range where rows.time[row] != SourceLines.unknownTime {
        let day = Microseconds.day(of: rows.time[row])
        if day != last { days.insert(day) }
        last = day
      }
      return days
    }.reduce(into: Set<Int32>()) { $0.formUnion($1) }
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
struct LineFacts: Sendable {
  let cancelledOrders: [Bool]
  let unreadableRows: [CanonicalColumn: Set<Int>]
  /// By order code: whether lines of several customers carry it.
  let sharedOrders: [Bool]
  /// Purchase orders by customer code.
  let ordersOfCustomer: [Int]
  let revenueOfCustomer: [Double]

  init(_ source: SourceLines, cancellationPrefixes: [String]) {
    let cancelled = source.cancelledOrders(prefixes: cancellationPrefixes)
    cancelledOrders = cancelled
    unreadableRows = Dictionary(grouping: source.unreadable, by: \.column).mapValues { Set($0.map(\.row)) }
    var owner = [Int32](repeating: -1, count: source.orders.count)
    var buyer = owner
    var isShared = [Bool](repeating: false, count: source.orders.count)
    var shared: Set<UInt64> = []
    var orders = [Int](repeating: 0, count: source.customers.count)
    var revenue = [Double](repeating: 0, count: source.customers.count)
    source.forEachBlock { range, rows in
      for row in range where rows.customer[row] >= 0 && rows.order[row] >= 0 {
        let (customer, order) = (Int(rows.customer[row]), Int(rows.order[row]))
        if owner[order] < 0 { owner[order] = Int32(customer) }
        if owner[order] != Int32(customer) { isShared[order] = true }
        guard !cancelled[order], rows.quantity[row] > 0, rows.unitPrice[row] > 0 else { continue }
        revenue[customer] += rows.amount(row)
        if buyer[order] < 0 {
          buyer[order] = Int32(customer)
          orders[customer] += 1
        } else if buyer[order] != Int32(customer), shared.insert(UInt64(customer) << 32 | UInt64(order)).inserted {
          // An id that several customers share is an order of each.
          orders[customer] += 1
        }
      }
    }
    sharedOrders = isShared
    ordersOfCustomer = orders
    revenueOfCustomer = revenue
  }

  func isCancelled(_ order: Int32) -> Bool { order >= 0 && cancelledOrders[Int(order)] }
}
