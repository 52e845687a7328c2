import Retention
import Testing

@Suite("Kaplan-Meier curve")
struct SurvivalCurveTests {
  /// Remission times of the 21 patients on 6-MP in weeks (Freireich et al. 1963), true where the remission ended.
  private static let remissions: [(weeks: Int, ended: Bool)] = [
    (6, true), (6, true), (6, true), (6, false), (7, true), (9, false), (10, true), (10, false), (11, false),
    (13, true), (16, true), (17, false), (19, false), (20, false), (22, true), (23, true), (25, false), (32, false),
    (32, false), (34, false), (35, false),
  ]

  private static func curve(leastAtRisk: Int = 1, until last: Int = 35) -> SurvivalCurve {
    let weeks = Array(1...last)
    let count = { (ended: Bool) in weeks.map { week in remissions.count { $0.weeks == week && $0.ended == ended } } }
    return SurvivalCurve(
      ends: weeks.map(Double.init), events: count(true), censored: count(false),
      beyond: remissions.count { $0.weeks > last }, leastAtRisk: leastAtRisk)
  }

  @Test("is that of the textbooks for the remissions of leukemia under 6-MP")
  func textbook() throws {
    let curve = Self.curve()
    let known: [(Double, Double)] = [
      (5, 1), (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448), (35, 0.448),
    ]
    for (week, share) in known { #expect(abs(try #require(curve.share(at: week)) - share) < 0.0005, "\(week)") }
    // The median remission is 23 weeks; no share of a tenth is ever reached.
    let median = try #require(curve.time(of: 0.5, after: 0))
    #expect(median > 22 && median <= 23)
    #expect(curve.time(of: 0.9, after: 0) == nil && curve.share(at: 36) == nil)
  }

  @Test("those who are left after the last interval count as at risk until there")
  func beyond() throws {
    let whole = Self.curve()
    let cut = Self.curve(until: 20)
    #expect(cut.shares == Array(whole.shares.prefix(20)))
  }

  @Test("ends where fewer than the least number are at risk")
  func leastAtRisk() {
    // 7 are at risk at 22 weeks, 6 at 23, 5 at 24.
    #expect(Self.curve(leastAtRisk: 6).ends.last == 23)
  }

  @Test("falls in straight lines, and quantiles are those of who is left")
  func conditional() {
    let curve = SurvivalCurve(ends: [1, 2, 4], events: [2, 1, 1], censored: [0, 0, 0])
    #expect(curve.shares == [0.5, 0.25, 0])
    #expect(curve.share(at: 0) == 1 && curve.share(at: 0.5) == 0.75 && curve.share(at: 3) == 0.125)
    #expect(curve.time(of: 0.5, after: 0) == 1)
    // Half of 0.75 is left halfway between 0.5 and 0.25.
    #expect(curve.time(of: 0.5, after: 0.5) == 1.5)
    #expect(curve.time(of: 0.5, after: 1) == 2 && curve.time(of: 0.5, after: 4) == nil)
  }

  @Test("nobody makes a curve without an end")
  func empty() {
    let curve = SurvivalCurve(ends: [1, 2], events: [0, 0], censored: [0, 0])
    #expect(curve.ends.isEmpty && curve.share(at: 1) == nil && curve.time(of: 0.5, after: 0) == nil)
  }
}
