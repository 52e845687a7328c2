import CivilTime
package import Numerics

/// When customers order again: how long the gaps between orders last, in usual gaps of the customer, learned from all
/// gaps before a snapshot, also those that had not ended.
package struct NextOrderModel: Sendable {
  /// What happened before it was learned from.
  package let snapshot: Snapshot
  /// The usual gap of the shop, in days: the same as that of segments; NaN where nobody has a gap.
  package let shopGapDays: Double
  /// Gaps that had ended, by group.
  package let gaps: [Int]
  /// By group; nil where too few gaps had ended.
  package let curves: [SurvivalCurve?]
  /// Days of the history: what takes longer cannot have been seen.
  let seenDays: Double
  /// By number of the customer, as known at the snapshot.
  let rhythms: [OrderRhythm]

  /// Orders of the customers of each group.
  package static let groups = ["1", "2-4", "5+"]
  /// Fewest ended gaps of a group that has a curve.
  package static let leastGaps = 30
  /// Fewest customers who have been silent for so long, where a curve goes on.
  static let leastAtRisk = 10

  /// Learns from what was known before a snapshot.
  ///
  /// - Parameters:
  ///   - basis: net of returns, an order that came back as a whole is none.
  ///   - dataStart: time of the first line.
  ///   - shopGapDays: that of segments, where these keep one from an earlier day; nil to learn it.
  package init(
    at snapshot: Snapshot, _ histories: CustomerHistories, _ orders: OrderTimes, _ basis: RevenueBasis,
    dataStart: Int64, shopGapDays kept: Double? = nil, context: ExecutionContext
  ) throws(Cancelled) {
    let known = KnownOrders(histories, orders, basis)
    let end = snapshot.time
    let rhythms = try known.map(context) { customers, walk in
      var gaps: [Double] = []
      return customers.map { customer in
        var rhythm = OrderRhythm()
        gaps.removeAll(keepingCapacity: true)
        known.forEach(of: customer, before: end, &walk) { _ = rhythm.order(at: $0, gaps: &gaps) }
        return rhythm
      }
    }.flatMap(\.self)
    let shop = GapSummary.usualInShop(rhythms.map(\.gaps)).map { kept ?? $0 }
    var total = GapCounts()
    if let shop {
      let counts = try known.map(context) { customers, walk in
        var counts = GapCounts()
        var gaps: [Double] = []
        for customer in customers {
          var rhythm = OrderRhythm()
          gaps.removeAll(keepingCapacity: true)
          known.forEach(of: customer, before: end, &walk) { time in
            let before = rhythm
            guard let gap = rhythm.order(at: time, gaps: &gaps) else { return }
            counts.add(logarithm(gap / before.gaps.usual(inShop: shop)), of: before.group, hasEnded: true)
          }
          guard rhythm.orders > 0, end > rhythm.last else { continue }
          let silence = Double(end - rhythm.last) / Double(Microseconds.day)
          counts.add(logarithm(silence / rhythm.gaps.usual(inShop: shop)), of: rhythm.group, hasEnded: false)
        }
        return counts
      }
      for part in counts { total.add(part) }
    }
    self.snapshot = snapshot
    self.rhythms = rhythms
    shopGapDays = shop ?? .nan
    seenDays = Double(end - dataStart) / Double(Microseconds.day)
    gaps = total.groups.map { $0.events.reduce(0, +) + $0.eventsBeyond }
    curves = zip(total.groups, gaps).map { counts, gaps in
      guard gaps >= Self.leastGaps else { return nil }
      return SurvivalCurve(
        ends: GapCounts.ends, events: counts.events, censored: counts.censored, beyond: counts.beyond,
        leastAtRisk: Self.leastAtRisk)
    }
  }
}

/// Gaps by their length in usual gaps, in intervals whose ends grow by 3 %.
struct GapCounts: Sendable {
  struct Group: Sendable {
    var events = [Int](repeating: 0, count: GapCounts.ends.count)
    var censored = [Int](repeating: 0, count: GapCounts.ends.count)
    /// Longer than the last interval, and how many of these ended.
    var beyond = 0
    var eventsBeyond = 0
  }

  var groups = (0..<OrderRhythm.groups).map { _ in Group() }

  private static let (shortest, longest, growth) = (0.05, 50.0, 1.03)
  private static let (logOfShortest, logOfGrowth) = (logarithm(shortest), logarithm(growth))
  static let ends: [Double] = {
    var ends = [shortest]
    while let last = ends.last, last < longest { ends.append(last * growth) }
    return ends
  }()

  /// - Parameter log: natural logarithm of the length.
  mutating func add(_ log: Double, of group: Int, hasEnded: Bool) {
    let interval = max(0, Int(((log - Self.logOfShortest) / Self.logOfGrowth).rounded(.up)))
    guard interval < Self.ends.count else {
      groups[group].beyond += 1
      groups[group].eventsBeyond += hasEnded ? 1 : 0
      return
    }
    if hasEnded { groups[group].events[interval] += 1 } else { groups[group].censored[interval] += 1 }
  }

  mutating func add(_ other: GapCounts) {
    for group in groups.indices {
      for interval in Self.ends.indices {
        groups[group].events[interval] += other.groups[group].events[interval]
        groups[group].censored[interval] += other.groups[group].censored[interval]
      }
      groups[group].beyond += other.groups[group].beyond
      groups[group].eventsBeyond += other.groups[group].eventsBeyond
    }
  }
}

// MARK: - Dates

/// When a customer may order next, in days since 1970-01-01; nil where the data do not show it.
package struct NextOrder: Sendable, Hashable {
  /// One in ten orders before it.
  package var low: Int32?
  /// Half do.
  package var middle: Int32?
  /// Nine in ten do.
  package var high: Int32?
  /// Why a date is not known, without a full stop; nil where all are.
  package var reason: Reason?

  package enum Reason: String, Sendable, Hashable, CaseIterable {
    case noOrder = "no order was kept, so there is no gap to the next one"
    case fewGaps = "too few gaps between the orders of such customers have ended to learn from"
    case silentForLong = "hardly any such customer has ever been silent for so long"
    case mostStayAway = "more than half of such customers never came back within what the data show"
    case someStayAway = "more than one in ten such customers never came back within what the data show"
  }

  package init(low: Int32? = nil, middle: Int32? = nil, high: Int32? = nil, reason: Reason? = nil) {
    (self.low, self.middle, self.high, self.reason) = (low, middle, high, reason)
  }
}

extension NextOrderModel {
  /// Shares of customers like this who have ordered by the dates.
  package static let quantiles = (low: 0.1, middle: 0.5, high: 0.9)
  /// Share of customers whose next order lies between the first date and the last one.
  package static let coverage = quantiles.high - quantiles.low

  /// When a customer may order next, as seen from the snapshot.
  package func nextOrder(of customer: Int32) -> NextOrder {
    guard let seen = silence(of: customer) else { return NextOrder(reason: .noOrder) }
    guard let curve = seen.curve else { return NextOrder(reason: .fewGaps) }
    guard curve.share(at: seen.age) ?? 0 > 0 else { return NextOrder(reason: .silentForLong) }
    let day = { (quantile: Double) -> Int32? in
      guard let time = curve.time(of: quantile, after: seen.age), time * seen.usual <= seenDays else { return nil }
      return snapshot.day + Int32(max(0, (time - seen.age) * seen.usual))
    }
    let (low, middle, high) = (
      day(Self.quantiles.low), day(Self.quantiles.middle), day(Self.quantiles.high)
    )
    return NextOrder(
      low: low, middle: middle, high: high,
      reason: middle == nil ? .mostStayAway : high == nil ? .someStayAway : nil)
  }

  /// Probability of an order within some days of the snapshot; nil where it is not known.
  package func chance(of customer: Int32, within days: Int) -> Double? {
    guard let seen = silence(of: customer), let curve = seen.curve, let now = curve.share(at: seen.age), now > 0,
      let later = curve.share(at: seen.age + Double(days) / seen.usual)
    else { return nil }
    return 1 - later / now
  }

  /// Days between orders that are usual for a customer, by the definition of segments; nil without an order or without
  /// any gap in the shop.
  package func usualGap(of customer: Int32) -> Double? {
    silence(of: customer).flatMap { $0.usual.isNaN ? nil : $0.usual }
  }

  /// Days that the naive guess is from the snapshot: the last order and one usual gap, but not in the past.
  func guess(of customer: Int32) -> Double? {
    silence(of: customer).map { max(0, (1 - $0.age) * $0.usual) }
  }

  /// The usual gap in days, the silence in usual gaps, and the curve; nil without an order or without any gap in the
  /// shop.
  private func silence(of customer: Int32) -> (usual: Double, age: Double, curve: SurvivalCurve?)? {
    let rhythm = rhythms[Int(customer)]
    guard rhythm.orders > 0 else { return nil }
    let usual = shopGapDays.isNaN ? .nan : rhythm.gaps.usual(inShop: shopGapDays)
    let days = Double(snapshot.time - rhythm.last) / Double(Microseconds.day)
    return (usual, days / usual, curves[rhythm.group])
  }
}
