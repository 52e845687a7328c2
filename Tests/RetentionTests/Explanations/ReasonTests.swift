import Numerics
import Retention
import Testing

@Suite struct ReasonTests {
  private func contributions(_ pushes: [Feature: Double]) -> [Double] {
    Feature.allCases.map { pushes[$0] ?? 0 }
  }

  private func reasons(
    _ pushes: [Feature: Double], values: [Feature: Double] = [:], towardsChurn: Bool = true
  ) -> [String] {
    Reason.strongest(
      3, contributions: contributions(pushes), values: Feature.allCases.map { values[$0] ?? 2 },
      typical: Feature.allCases.map { _ in 5 }, towardsChurn: towardsChurn)
  }

  @Test("the three strongest pushes towards the side of the score, the strongest first")
  func strongest() {
    let pushes: [Feature: Double] = [
      .recencyDays: 0.9, .orders30d: 0.2, .monetaryTotal: 0.4, .returnRate: 0.3, .uniqueProducts: -0.8,
      .basketSizeMean: -0.1,
    ]
    #expect(
      reasons(pushes) == [
        "Last order 2 days ago (typical: 5)", "Spent 2 in the window (typical: 5)",
        "200 % of the lines are returns (typical: 500 %)",
      ])
    #expect(
      reasons(pushes, towardsChurn: false) == [
        "2 different products (typical: 5)", "2 items an order (typical: 5)", "",
      ])
  }

  @Test("one sentence a topic, that of its strongest push")
  func topics() {
    let found = reasons([
      .recencyCadenceRatio: 0.9, .recencyDays: 0.8, .gapMean: 0.5, .gapCV: 0.6, .consistency: 0.55, .revenueSlope: 0.1,
      .revenueDirection: 0.2,
    ])
    #expect(
      found == [
        "Silent for 2 times the usual gap between orders", "Buys more regularly than is typical", "Spend is rising",
      ])
  }

  @Test("equal pushes come in the order of the features; no push gives no reason")
  func ties() {
    #expect(reasons([:]) == ["", "", ""])
    #expect(
      reasons([.basketSizeMean: 1, .frequencyCount: 1]) == [
        "2 orders in the window (typical: 5)", "2 items an order (typical: 5)", "",
      ])
  }

  @Test("every feature has a plain sentence: no name of a column, no number that is none", arguments: Feature.allCases)
  func plainLanguage(feature: Feature) {
    for value in [0, 1, 2, 0.123456, -1.5, 12.34, 123_456.7, .nan] {
      for orders in [1.0, 4] {
        let sentence = Reason.sentence(feature, value: value, typical: 3, orders: orders)
        #expect(!sentence.isEmpty && sentence.first?.isLowercase == false)
        #expect(!sentence.contains("_") && !sentence.contains(feature.name), "\(sentence)")
        #expect(!sentence.lowercased().contains("nan") && !sentence.contains("inf"), "\(sentence)")
        #expect(!sentence.contains("1 orders") && !sentence.hasSuffix(" 1 days"), "\(sentence)")
      }
    }
  }

  @Test("numbers: whole ones from 100 on, two digits after the point below 10; one thing is singular")
  func numbers() {
    let sentence = { Reason.sentence(.monetaryTotal, value: $0, typical: 17.26, orders: 2) }
    #expect(sentence(1234.56) == "Spent 1235 in the window (typical: 17.3)")
    #expect(sentence(3.14159) == "Spent 3.14 in the window (typical: 17.3)")
    #expect(sentence(5) == "Spent 5 in the window (typical: 17.3)")
    #expect(Reason.sentence(.recencyDays, value: 1, typical: 30, orders: 2) == "Last order 1 day ago (typical: 30)")
    #expect(
      Reason.sentence(.frequencyCount, value: 1, typical: 2, orders: 1) == "1 order in the window (typical: 2)")
  }

  @Test("a null says why: one order, or several at one time")
  func nulls() {
    #expect(
      Reason.sentence(.gapMean, value: .nan, typical: 30, orders: 1)
        == "Only one order in the window, so no buying rhythm yet")
    #expect(
      Reason.sentence(.recencyCadenceRatio, value: .nan, typical: 30, orders: 2)
        == "All orders of the window at one time, so no buying rhythm yet")
    #expect(
      reasons([.gapCV: 1], values: [.gapCV: .nan, .frequencyCount: 2])[0]
        == "All orders of the window at one time, so no buying rhythm yet")
  }

  @Test("rhythm is compared by what is regular: a small spread, a large consistency")
  func rhythm() {
    let sentence = { Reason.sentence($0, value: $1, typical: 0.5, orders: 3) }
    #expect(sentence(.gapStd, 0.9) == "Buys less regularly than is typical")
    #expect(sentence(.gapCV, 0.1) == "Buys more regularly than is typical")
    #expect(sentence(.consistency, 0.9) == "Buys more regularly than is typical")
    #expect(sentence(.consistency, 0.1) == "Buys less regularly than is typical")
    #expect(sentence(.consistency, 0.5) == "Buys as regularly as is typical")
  }
}
