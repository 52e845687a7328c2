public import CivilTime
public import Numerics
import Settings
import Tables
import Text

/// Checks the input in eight categories before anything is removed.
public struct InputValidator: Sendable {
  let settings: ValidationSettings
  let cancellationPrefixes: [String]
  /// The last day on which lines may lie.
  let today: CivilDate

  public init(settings: ValidationSettings, cleaning: CleaningSettings, today: CivilDate) {
    self.settings = settings
    cancellationPrefixes = cleaning.cancellationPrefixes
    self.today = today
  }

  /// - Parameter hasProducts: false where the source has no product column.
  public func validate(_ source: SourceLines, hasProducts: Bool, parallelism: Parallelism) -> ValidationReport {
    let facts = LineFacts(
      source, cancellationPrefixes: cancellationPrefixes,
      times: settings.plausibleTimes(today: today), exampleRows: settings.exampleRows, parallelism: parallelism)
    let findings = ValidationCheck.allCases.map { check in
      let outcome = outcome(of: check, source, facts, hasProducts: hasProducts)
      return finding(check, outcome, source)
    }
    return ValidationReport(findings: findings, rows: source.count)
  }

  /// Of a file without a needed column: that check fails, and no other can look at anything.
  ///
  /// - Parameter sentence: what is missing, and where.
  public func report(missing sentence: String) -> ValidationReport {
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
    of check: ValidationCheck, _ source: SourceLines, _ facts: LineFacts, hasProducts: Bool
  ) -> Outcome {
    func rows(_ what: String) -> Outcome {
      let count = facts.rows[check]
      return Outcome(affected: count.affected, examples: count.examples, sentence: "\(count.affected) \(what)")
    }
    switch check {
    case .missingColumns: return schema(source)
    case .blankCustomerID: return rows("rows without a customer id")
    case .blankOrderID: return rows("rows without an order id")
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
    case .strayLines: return strayLines(source, facts)
    case .singleOrderCustomers: return singleOrderCustomers(source, facts)
    case .dominantCustomer: return dominantCustomer(source, facts)
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

  /// A slip in a date moves the day on which customers are scored, and most of them then seem gone; or the first day,
  /// and most snapshots then are of a shop that was not there yet.
  private func strayLines(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    let days = facts.rows.linesOfDay.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    let late = Self.stray(days, leastGap: 14)
    let early = Self.stray(days.map { (key: -$0.key, value: $0.value) }.reversed(), leastGap: 90)
    guard late != nil || early != nil else { return Outcome(sentence: "no few lines lie far from all others") }
    var parts: [String] = []
    func say(_ stray: Stray, _ direction: String, day: Snapshot, _ effect: String) {
      let verb =
        stray.lines == 1 ? "line lies on \(day)" : "lines lie on \(day) or \(direction == "after" ? "later" : "before")"
      parts.append("\(stray.lines) \(verb), \(stray.gap) days \(direction) all others, \(effect)")
    }
    if let early { say(early, "before", day: Snapshot(day: -early.day), "and snapshots begin there") }
    if let late { say(late, "after", day: Snapshot(day: late.day), "and the day of scoring after them") }
    let (first, end) = (
      early.map { Snapshot(day: 1 - $0.day).time } ?? .min, late.map { Snapshot(day: $0.day).time } ?? .max
    )
    let times = settings.plausibleTimes(today: today)
    var examples: [Int] = []
    source.forEachBlock { range, rows in
      for row in range where examples.count < settings.exampleRows && times.contains(rows.time[row]) {
        if rows.time[row] < first || rows.time[row] >= end { examples.append(row) }
      }
    }
    return Outcome(
      affected: (early?.lines ?? 0) + (late?.lines ?? 0), examples: examples,
      sentence: parts.joined(separator: "; ")
        + "; if that is a mistake, leave them out with validation.earliest_date, validation.latest_date or --as-of")
  }

  private struct Stray {
    /// The first of them.
    let day: Int32
    let lines: Int
    /// Days from the one before.
    let gap: Int
  }

  /// As many of the last days as hold a thousandth of the lines, behind the first gap that is long enough.
  private static func stray(_ days: [(key: Int32, value: Int)], leastGap: Int) -> Stray? {
    let all = days.reduce(0) { $0 + $1.value }
    var stray: Stray?
    var lines = 0
    for place in days.indices.dropFirst().reversed() {
      lines += days[place].value
      if lines * 1000 > all { break }
      let gap = Int(days[place].key - days[place - 1].key)
      if gap >= leastGap { stray = Stray(day: days[place].key, lines: lines, gap: gap) }
    }
    return stray
  }

  private func singleOrderCustomers(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    let counts = facts.ordersOfCustomer.filter { $0 > 0 }
    guard !counts.isEmpty else { return .skipped("no customer has an order") }
    let single = counts.filter { $0 == 1 }.count
    return Outcome(
      affected: single, total: counts.count, sentence: "\(single) of \(counts.count) customers have a single order")
  }

  private func dominantCustomer(_ source: SourceLines, _ facts: LineFacts) -> Outcome {
    // Exact sums and a look at the ids, so that the order of customers plays no part.
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
    // The share that counts is one of revenue: in thousandths, so that a count and a total stand behind it.
    let share = facts.revenueOfCustomer[largest] / total
    return Outcome(
      affected: Int((share * 1000).rounded()), total: 1000,
      sentence:
        "customer \(source.customers[Int32(largest)]) carries \((share * 1000).rounded() / 10) % of the revenue of known customers"
    )
  }
}
