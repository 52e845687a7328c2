import Retention
import Testing

@Suite struct RuleLinterTests {
  @Test("a rule that every earlier one beats is shadowed, and by whom is said")
  func shadowed() throws {
    let naming = RuleNaming.byRecency([("Wide", 90, { $0 < 90 }), ("Narrow", 30, { $0 < 30 })])
    let report = RuleLinter().report(on: naming)
    #expect(report.findings.first == .shadowed(rule: 1, by: [0]))
    #expect(report.findings.first?.severity == .warning)
    #expect(report.sentences[0].contains("`Narrow` (rule 2) never gets a turn"))
  }

  @Test("the same rules in the other order only overlap")
  func overlap() throws {
    let naming = RuleNaming.byRecency([("Narrow", 30, { $0 < 30 }), ("Wide", 90, { $0 < 90 })])
    let findings = RuleLinter().report(on: naming).findings
    guard case .overlap(0, 1, let share, let example) = try #require(findings.first) else {
      Issue.record("found \(findings)")
      return
    }
    #expect(share > 0 && share < 1)
    #expect(example.coordinates[0].value < 30)
  }

  @Test("a rule that asks for a negative recency never holds")
  func neverHolds() {
    let naming = RuleNaming.byRecency([("Future", 0, { $0 < 0 }), ("All", 0, { $0 >= 0 })])
    #expect(RuleLinter().report(on: naming).findings == [.neverHolds(rule: 0)])
  }

  @Test("rules that meet at a number without touching leave a gap there")
  func gap() throws {
    let naming = RuleNaming.byRecency([("Below", 60, { $0 < 60 }), ("Above", 60, { $0 > 60 })])
    let findings = RuleLinter().report(on: naming).findings
    guard case .gap(_, let example) = try #require(findings.first) else {
      Issue.record("found \(findings)")
      return
    }
    #expect(findings.count == 1)
    #expect(example.coordinates.map(\.value) == [60])
  }

  @Test("rules that part the line without overlap or gap have nothing to report")
  func clean() {
    let naming = RuleNaming.byRecency([("Below", 60, { $0 < 60 }), ("Above", 60, { $0 >= 60 })])
    #expect(RuleLinter().report(on: naming).findings == [])
  }

  @Test("with more combinations than allowed, a sample is drawn, the same every time")
  func sampling() {
    let naming = RuleNaming.byRecency([("Below", 60, { $0 < 60 }), ("Above", 60, { $0 >= 60 })])
    let report = RuleLinter(pointLimit: 2).report(on: naming)
    #expect(report.coverage == .sample)
    #expect(report.pointCount == 2)
    #expect(report == RuleLinter(pointLimit: 2).report(on: naming))
  }
}
