/// Which part of a date such as `03/04/2011` comes first.
public enum DateOrder: String, Sendable, Hashable, CaseIterable {
  case yearFirst, dayFirst, monthFirst
}

/// What a column's dates say about their order.
public enum DateOrderDetection: Sendable, Hashable {
  /// All dates that can be read agree with this order, and no other one reads them all alike.
  case certain(DateOrder)
  /// Day-first and month-first read every date as the same day, as 5/5/2011: nothing shows which it is.
  case open
  /// Day-first and month-first read this example, and the rest of the column, equally well (or equally badly).
  case ambiguous(example: String)
  /// No value is a date in any order; this is the first of them.
  case unparsable(example: String)
}

/// What the values so far allow.
private struct DateOrderEvidence {
  let known: DateOrder?
  /// The first value that only this order reads.
  var onlyDayFirst: String?
  var onlyMonthFirst: String?
  /// The first value that both orders read, as different days.
  var either: String?
  /// Some value that both orders read as the same day (5/5/2011).
  var same = false
  var hasYearFirst = false
  var unreadable: String?

  mutating func add(_ bytes: TextBytes) {
    if parseTimestamp(bytes) != nil {
      hasYearFirst = true
      return
    }
    func keep(_ example: inout String?) { if example == nil { example = String(decoding: bytes, as: UTF8.self) } }
    switch (
      parseTimestamp(bytes, order: .dayFirst), parseTimestamp(bytes, order: .monthFirst)
    ) {
    case (nil, nil): keep(&unreadable)
    case (.some, nil): keep(&onlyDayFirst)
    case (nil, .some): keep(&onlyMonthFirst)
    case (.some(let day), .some(let month)): if day == month { same = true } else { keep(&either) }
    }
  }

  var verdict: DateOrderDetection {
    switch known {
    case .dayFirst: return onlyMonthFirst.map { .ambiguous(example: $0) } ?? .certain(.dayFirst)
    case .monthFirst: return onlyDayFirst.map { .ambiguous(example: $0) } ?? .certain(.monthFirst)
    case .yearFirst, nil: break
    }
    switch (onlyDayFirst, onlyMonthFirst) {
    case (.some(let example), .some): return .ambiguous(example: example)
    case (.some, nil): return .certain(.dayFirst)
    case (nil, .some): return .certain(.monthFirst)
    case (nil, nil): break
    }
    if let either { return .ambiguous(example: either) }
    if same { return .open }
    if hasYearFirst { return .certain(.yearFirst) }
    return .unparsable(example: unreadable ?? "")
  }
}

/// Finds the order of a column's dates. Values that no order reads count only if no value is a date.
///
/// - Parameters:
///   - values: best the distinct values of a column (a dictionary); nulls are left out.
///   - known: the order of other dates that these belong to; the column is ambiguous where it has another one.
public func detectDateOrder(_ values: StringColumn, known: DateOrder? = nil) -> DateOrderDetection {
  var evidence = DateOrderEvidence(known: known)
  for row in 0..<values.count where !values.isNull(row) {
    values.withBytes(row) { evidence.add($0) }
  }
  return evidence.verdict
}

public func detectDateOrder(_ values: [String]) -> DateOrderDetection {
  detectDateOrder(StringColumn(values))
}
