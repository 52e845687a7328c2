import Foundation
import Retention
import Testing

@Suite struct StrategyBookTests {
  private let standard = StrategyBook.standard

  @Test("the standard book has a strategy for every name of the built-in namings")
  func coversBuiltIns() {
    let known = Set(standard.strategies.map(\.segment))
    for ruleSet in NamingRuleSet.builtIns {
      for name in ruleSet.rules.map(\.name) + [ruleSet.otherwise] {
        #expect(known.contains(name), "\(ruleSet.name): \(name)")
      }
    }
  }

  @Test("champions are never offered discounts, and those at risk come first")
  func contents() {
    #expect(standard.strategy(for: "Champions").actions.contains("Do not offer discounts."))
    #expect(standard.strategy(for: "At Risk").priority == 1)
    #expect(standard.strategy(for: "Lost/Churned").budgetLevel == .none)
  }

  @Test("a numbered name has the strategy of its name, under its own label")
  func numbered() {
    let strategy = standard.strategy(for: "At Risk 12")
    #expect(strategy.segment == "At Risk 12")
    #expect(strategy.goal == standard.strategy(for: "At Risk").goal)
  }

  @Test("an unknown name has the fallback, under its own label")
  func unknown() {
    let strategy = standard.strategy(for: "Passers-by")
    #expect(strategy.segment == "Passers-by")
    #expect(strategy.goal == standard.fallback.goal)
  }

  @Test("strategies laid over a book replace those of their segment in place and add the others")
  func overlay() {
    let mine = SegmentStrategy(
      segment: "At Risk", priority: 3, goal: "Mine.", actions: ["Act."], campaign: "C", budgetLevel: .low)
    let other = SegmentStrategy(
      segment: "New", priority: 4, goal: "Other.", actions: ["Act."], campaign: "C", budgetLevel: .low)
    let book = standard.overlaid(with: [mine, other])
    #expect(book.strategies.count == standard.strategies.count + 1)
    #expect(book.strategy(for: "At Risk") == mine)
    #expect(book.strategies.last == other)
    #expect(book.strategies.map(\.segment).dropLast() == standard.strategies.map(\.segment)[...])
  }

  @Test("a strategy survives JSON, with snake-case keys")
  func json() throws {
    let strategy = standard.strategy(for: "Champions")
    let data = try JSONEncoder().encode(strategy)
    #expect(String(decoding: data, as: UTF8.self).contains("\"budget_level\":\"medium\""))
    #expect(try JSONDecoder().decode(SegmentStrategy.self, from: data) == strategy)
  }
}
