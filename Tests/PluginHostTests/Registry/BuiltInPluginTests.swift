import Numerics
import PluginHost
import Retention
import Settings
import Testing

@Suite struct BuiltInPluginTests {
  private let registry: PluginRegistry

  init() throws { registry = try PluginRegistry() }

  private func names(_ naming: String, _ rows: [(r: Double, f: Double, m: Double)]) throws -> [String] {
    try registry.naming(named: naming).names(
      for: NamedColumns(
        names: ["recency", "frequency", "monetary_avg"], columns: [rows.map(\.r), rows.map(\.f), rows.map(\.m)]),
      context: .serial)
  }

  @Test("the default settings name built-in plugins")
  func defaults() throws {
    _ = try registry.naming(named: SegmentationSettings().naming)
    _ = try registry.strategyBook(named: StrategySettings().book)
    let allocation = AllocationSettings().strategy
    #expect(try registry.definition(kind: .allocation, name: allocation).implementation == allocation)
    let segmentation = SegmentationSettings().algorithm
    #expect(try registry.definition(kind: .segmentation, name: segmentation).chain == [segmentation])
    for name in ChurnSettings().models {
      #expect(try registry.definition(kind: .churn, name: name).parameters.isEmpty)
    }
  }

  @Test("each kind has its built-in plugins, each with a description")
  func builtIns() {
    #expect(registry.names(of: .naming) == ["rfm-relative", "rfm-corrected", "rfm-classic", "value-thresholds"])
    #expect(registry.names(of: .strategy) == ["standard"])
    #expect(registry.names(of: .allocation) == ["lagrangian", "greedy", "proportional"])
    #expect(registry.names(of: .segmentation) == ["kmeans", "gaussian-mixture"])
    #expect(registry.names(of: .churn) == ["logistic", "gbdt", "blend", "stack"])
    #expect(
      registry.names(of: .clv) == ["scaled-trees", "scale", "gbdt", "bgnbd", "past-spend", "past-spend-gross", "mean"])
    for entry in registry.entries {
      #expect(!entry.summary.isEmpty && entry.form == .builtIn && entry.sha256 == nil)
    }
  }

  @Test("rfm-classic applies its rules in order, at and next to their limits")
  func classic() throws {
    let found = try names(
      "rfm-classic",
      [
        (29, 11, 101), (30, 11, 101), (29, 10, 101), (29, 11, 100), (200, 9, 81), (61, 6, 61), (60, 6, 61),
        (91, 4, 10), (90, 4, 10), (29, 2, 10), (29, 3, 10), (44, 3, 10), (45, 3, 10), (59, 2, 10), (60, 2, 10),
        (40, 1, 10),
      ])
    #expect(
      found == [
        "Champions", "Loyal Customers", "Loyal Customers", "Loyal Customers", "Loyal Customers", "At Risk",
        "Lost/Churned", "Hibernating", "Lost/Churned", "New Customers", "Promising", "Promising", "Need Attention",
        "Need Attention", "Lost/Churned", "Lost/Churned",
      ])
  }

  @Test("rfm-corrected calls a lapsed big spender At Risk and a recent one Loyal")
  func corrected() throws {
    let rows: [(r: Double, f: Double, m: Double)] = [(200, 9, 81), (61, 20, 500), (60, 9, 81), (20, 20, 500)]
    #expect(try names("rfm-classic", rows) == ["Loyal Customers", "Loyal Customers", "Loyal Customers", "Champions"])
    #expect(try names("rfm-corrected", rows) == ["At Risk", "At Risk", "Loyal Customers", "Champions"])
  }

  @Test("both RFM namings use the same eight names")
  func sameNames() throws {
    let classic = Set(try registry.naming(named: "rfm-classic").rules.map(\.name))
    #expect(classic == Set(try registry.naming(named: "rfm-corrected").rules.map(\.name)))
    #expect(classic.count == 8)
  }

  @Test("value-thresholds compares with quantiles over the given customers")
  func valueThresholds() throws {
    let naming = try registry.naming(named: "value-thresholds")
    #expect(naming.granularity == .customer)
    #expect(naming.period == .lifetime && NamingRuleSet.valueThresholds.period == .lifetime)
    // Lower quartile of recency 25; upper quartiles of orders 8 and spend 800.
    let found = try naming.names(
      for: NamedColumns(
        names: ["recency", "frequency", "monetary_total"],
        columns: [[10, 25, 95, 91, 200], [8, 9, 8, 1, 2], [100, 50, 800, 900, 799]]),
      context: .serial)
    #expect(found == ["Champion", "Champion", "At-Risk Whale", "At-Risk Whale", "Hibernating"])
    let average = try naming.names(
      for: NamedColumns(
        names: ["recency", "frequency", "monetary_total"], columns: [[1, 90], [1, 2], [1, 900]]),
      context: .serial)
    #expect(average == ["Average", "Average"])
  }

  @Test("the linter warns of none of the built-in rules, and finds the known overlap in rfm-classic")
  func linted() throws {
    let corrected = RuleLinter().report(on: try registry.naming(named: "rfm-corrected"))
    #expect(corrected.coverage == .allCombinations)
    #expect(corrected.findings.filter { $0.severity == .warning } == [])
    let classic = RuleLinter().report(on: try registry.naming(named: "rfm-classic"))
    #expect(classic.findings.filter { $0.severity == .warning } == [])
    // The rules 1 (Loyal) and 2 (At Risk) both hold for a lapsed big spender.
    let hasOverlap = classic.findings.contains {
      if case .overlap(1, 2, _, _) = $0 { true } else { false }
    }
    #expect(hasOverlap)
    for name in ["value-thresholds", "rfm-relative"] {
      let report = RuleLinter().report(on: try registry.naming(named: name))
      #expect(report.findings.filter { $0.severity == .warning } == [], "\(name)")
    }
  }

  @Test("the error for an unknown name lists the known names, and suggests the nearest if one is near")
  func unknownName() throws {
    #expect(
      throws: PluginError.unknownPlugin(
        kind: .naming, name: "rfm_corected", nearest: "rfm-corrected",
        known: ["rfm-relative", "rfm-corrected", "rfm-classic", "value-thresholds"])
    ) {
      try registry.naming(named: "rfm_corected")
    }
    let error = try #require(throws: PluginError.self) { try registry.definition(kind: .clv, name: "zzz") }
    #expect(
      error.description
        == "there is no clv plugin `zzz`; known are `scaled-trees`, `scale`, `gbdt`, `bgnbd`, `past-spend`, `past-spend-gross`, `mean`."
    )
  }
}
