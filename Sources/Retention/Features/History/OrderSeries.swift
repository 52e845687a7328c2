import CivilTime

/// What the times of a customer's orders before a snapshot say.
struct OrderSeries {
  /// 2^(−age / h) for h = 15, 30, 60 and 120 days.
  private(set) var decayed = (0.0, 0.0, 0.0, 0.0)
  /// Gaps over half a day, in microseconds.
  private(set) var gaps = (count: 0, shortest: Int64.max, longest: Int64(0), total: Int64(0), last: Int64(0))
  /// 30-day buckets, counted back from the snapshot, with an order.
  private(set) var months = 0
  /// Calendar days with an order.
  private(set) var days = 0

  /// - Parameters:
  ///   - times: ascending, all before `end`.
  ///   - end: the snapshot's time.
  init(_ times: [Int64], before end: Int64) {
    var previous = (time: Int64.min, month: Int64(-1), day: Int32.min)
    for time in times {
      addDecayed(end - time)
      if previous.time != .min { addGap(time - previous.time) }
      // Rounded up: an order exactly 30 days old belongs to the newest bucket.
      let month = (end - time - 1) / (30 * Microseconds.day)
      if month != previous.month { months += 1 }
      let day = Microseconds.day(of: time)
      if day != previous.day { days += 1 }
      previous = (time, month, day)
    }
  }

  private mutating func addDecayed(_ age: Int64) {
    let in120 = powerOfTwo(-Double(age) / Double(120 * Microseconds.day))
    let in60 = in120 * in120
    let in30 = in60 * in60
    decayed.0 += in30 * in30
    decayed.1 += in30
    decayed.2 += in60
    decayed.3 += in120
  }

  private mutating func addGap(_ gap: Int64) {
    guard gap > Microseconds.day / 2 else { return }
    gaps.count += 1
    gaps.shortest = min(gaps.shortest, gap)
    gaps.longest = max(gaps.longest, gap)
    gaps.total += gap
    gaps.last = gap
  }
}
