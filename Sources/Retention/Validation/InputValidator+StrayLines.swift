import Numerics
import Settings
import Tables

extension InputValidator {
  /// Lines far from all others, mostly typing errors in dates: a late one moves the day of scoring to where most
  /// customers seem gone, an early one adds snapshots of a shop that did not exist yet.
  func strayLines(
    _ source: SourceLines, _ facts: LineFacts, _ context: ExecutionContext
  ) throws(Cancelled) -> Outcome {
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
    try source.forEachBlock(context) { range, rows in
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
    /// Day of the first of them.
    let day: Int32
    let lines: Int
    /// Days since the line before.
    let gap: Int
  }

  /// The last days with at most a thousandth of the lines, behind the first gap that is long enough.
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
}
