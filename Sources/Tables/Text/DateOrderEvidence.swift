import Numerics

/// What the dates of a column that were seen so far allow.
struct DateOrderEvidence: Mergeable {
  private let known: DateOrder?
  /// The first value that only this order reads.
  private var onlyDayFirst: String?
  private var onlyMonthFirst: String?
  /// The first value that both orders read, as different days.
  private var either: String?
  /// Some value that both orders read as the same day (5/5/2011).
  private var same = false
  private var hasYearFirst = false
  private var unreadable: String?

  /// - Parameter known: the order of other dates that these belong to.
  init(known: DateOrder?) { self.known = known }

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

  mutating func merge(_ other: DateOrderEvidence) {
    onlyDayFirst = onlyDayFirst ?? other.onlyDayFirst
    onlyMonthFirst = onlyMonthFirst ?? other.onlyMonthFirst
    either = either ?? other.either
    same = same || other.same
    hasYearFirst = hasYearFirst || other.hasYearFirst
    unreadable = unreadable ?? other.unreadable
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
