import Foundation
import Learning
import Retention
import Settings
import Testing

@Suite struct StageSettingsTests {
  private func settings(_ text: String) throws(SettingsError) -> RetentionSettings {
    try RetentionSettings(RetentionParameters.catalog.resolve(yaml: text, file: "a.yaml"))
  }

  private func sentence(_ text: String) -> String? {
    do {
      _ = try settings(text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("the defaults that the interfaces promise")
  func promisedDefaults() throws {
    let settings = try settings("")
    #expect(settings.run.seed == 42)
    #expect(settings.run.output == "runs")
    #expect(settings.run.holdoutFolds == 5)
    #expect(settings.ingest.mapping.isEmpty)
    #expect(settings.cleaning.duplicates == .flag)
    #expect(settings.cleaning.cancellationPrefixes == ["C"])
    #expect(settings.cleaning.outlierAction == .flag)
    #expect(settings.cleaning.priceQuantile == 0.99)
    #expect(settings.cleaning.iqrMultiplier == 3)
    #expect(settings.cleaning.minOrders == 1)
    #expect(settings.cleaning.highReturnRate == 0.8)
    #expect(settings.features.windowDays == 180)
    #expect(settings.features.minHistoryDays == 30)
    #expect(settings.segmentation.kMin == 3)
    #expect(settings.segmentation.kMax == 8)
    #expect(settings.segmentation.kInterpretable == 6)
    #expect(settings.segmentation.kTolerance == 0.1)
    #expect(settings.segmentation.minClusterShare == 0.02)
    #expect(settings.segmentation.nInit == 10)
    #expect(settings.segmentation.nClusters == nil)
    #expect(settings.segmentation.transform == .log1p)
    #expect(settings.segmentation.features.count == 7)
    #expect(settings.segmentation.silhouetteExactLimit == 20_000)
    #expect(settings.segmentation.stabilityFloor == 0.6)
    #expect(settings.segmentation.naming == "rfm-relative" && !settings.segmentation.relearn)
    #expect(settings.churn.horizonDays == 90)
    #expect(settings.churn.models == ["blend"])
    #expect(settings.churn.calibration == .platt && settings.churn.classWeights == .none)
    #expect(settings.churn.eceBins == 10)
    #expect(!settings.models.onnx)
    #expect(settings.lifetimeValue.horizonDays == 180)
    #expect(settings.lifetimeValue.objective == .tweedie)
    #expect(settings.lifetimeValue.quantiles == [0.1, 0.5, 0.9])
    #expect(settings.lifetimeValue.coverage == 0.8)
    #expect(settings.allocation.strategy == "lagrangian")
    #expect(settings.allocation.neverDiscount == ["Champions"])
    #expect(settings.allocation.neverContact == ["No net purchase"])
    #expect(
      settings.allocation.tiers.map(\.name) == ["vip_touch", "win_back_offer", "discount_10", "reminder_email"])
    #expect(settings.strategies.segments.entries.count == 10)
    #expect(settings.reports.leakDays == 90)
    #expect(settings.reports.leakSpendQuantile == 0.75 && settings.reports.leakSpend == .invoiced)
    #expect(!settings.churn.usesSegment)
    #expect(settings.reports.championRecencyQuantile == 0.25)
    #expect(settings.reports.championOrdersQuantile == 0.75)
  }

  @Test("champions can always get something that is no discount")
  func championsHaveATier() throws {
    let allocation = try settings("").allocation
    #expect(allocation.tiers.contains { $0.kind == .nonDiscount && $0.successRateBySegment["Champions"] != nil })
  }

  @Test("a mapping names source columns, each once, and one way to a line's value")
  func mapping() throws {
    let text = """
      ingest:
        mapping: {customer_id: ClientNumber, order_id: TxnID, quantity: Units, line_total: Total}
        timezone: Europe/London
      """
    let ingest = try settings(text).ingest
    #expect(
      ingest.mapping == [.customerID: "ClientNumber", .orderID: "TxnID", .quantity: "Units", .lineTotal: "Total"])
    #expect(ingest.timezone == "Europe/London")
    #expect(
      sentence("ingest: {mapping: {customer_id: A, order_id: A}}")
        == "a.yaml:1:46: `ingest.mapping.order_id` is A; it must differ from `ingest.mapping.customer_id`.")
    #expect(sentence("ingest: {mapping: {unit_price: A, order_total: B}}")?.contains("must be null") == true)
    #expect(
      sentence("ingest: {mapping: {custmer_id: A}}")
        == "a.yaml:1:20: unknown key `ingest.mapping.custmer_id`; did you mean `ingest.mapping.customer_id`?")
    #expect(sentence("ingest: {timezone: Europe/Lodnon}")?.contains("such as Europe/London") == true)
    #expect(sentence("ingest: {separator: comma, decimal: comma}")?.contains("must differ") == true)
  }

  @Test("values that do not fit one another name both and where each stands")
  func misfits() {
    #expect(
      sentence("segmentation:\n  k_min: 9\n")
        == "a.yaml:2:10: `segmentation.k_min` is 9; it must be at most `segmentation.k_max` (8, default).")
    #expect(
      sentence("segmentation:\n  k_max: 2\n")
        == "a.yaml:2:10: `segmentation.k_max` is 2; it must be at least `segmentation.k_min` (3, default).")
    #expect(sentence("segmentation: {k_interpretable: 2}")?.contains("`segmentation.k_min` (3, default)") == true)
    #expect(sentence("segmentation: {features: [a, a]}")?.contains("each feature once") == true)
    #expect(sentence("features: {window_days: 100}")?.contains("a multiple of 30") == true)
    #expect(sentence("churn: {models: [gbdt, gbdt]}")?.contains("each model once") == true)
    #expect(
      sentence("churn: {gbdt: {top_rate: 0.95}}")
        == "a.yaml:1:26: `churn.gbdt.top_rate` is 0.95; it must be at most 1 together with `churn.gbdt.other_rate` "
        + "(0.1, default).")
    #expect(
      sentence("clv: {gbdt: {monotone_constraints: {rfm_recency_day: decreasing}}}")?
        .contains("'rfm_recency_day' is none; did you mean 'rfm_recency_days'?") == true)
    #expect(sentence("clv: {quantiles: [0.9, 0.5, 0.1]}")?.contains("three ascending numbers") == true)
    #expect(sentence("validation: {latest_date: 1980-01-01}")?.contains("1990-01-01") == true)
  }

  @Test("tiers, shares and currency")
  func allocation() throws {
    let tier = "{name: a, cost: 1, success_rate: 0.5, channel: sms, kind: discount}"
    #expect(try settings("allocation: {tiers: [\(tier)]}").allocation.tiers[0].capacity == nil)
    #expect(sentence("allocation: {tiers: [\(tier), \(tier)]}")?.contains("a name of its own") == true)
    #expect(sentence("allocation: {tiers: []}")?.contains("at least one item") == true)
    #expect(
      sentence("allocation:\n  tiers:\n    - {name: a, cost: -1, success_rate: 1, channel: b, kind: discount}\n")
        == "a.yaml:3:23: `cost` is -1; allowed is 0 to 1000000000.")
    #expect(
      sentence("allocation:\n  tiers:\n    - {name: a, cots: 1}\n")
        == "a.yaml:3:7: a tier of allocation.tiers lacks the key `cost`; add it.")
    #expect(sentence("allocation: {segment_shares: {A: {min: 0.6}, B: {min: 0.5}}}")?.contains("at most 1") == true)
    #expect(
      sentence("allocation: {segment_shares: {A: {min: 0.6, max: 0.5}}}")
        == "a.yaml:1:40: `allocation.segment_shares.A.min` is 0.6; allowed is 0 to 0.5.")
    #expect(sentence("allocation: {currency: pounds}")?.contains("three capital letters") == true)
    #expect(try settings("allocation: {currency: GBP}").allocation.currency == "GBP")
  }

  @Test("ten shares of a tenth are the whole budget, in spite of binary fractions")
  func tenTenths() throws {
    let shares = (1...10).map { "s\($0): {min: 0.1}" }.joined(separator: ", ")
    _ = try settings("allocation: {segment_shares: {\(shares)}}")
  }

  @Test("amounts are whole minor units, halves away from zero")
  func minorUnits() throws {
    let pounds = try settings("").allocation
    #expect(pounds.minorUnits(12) == 1200)
    #expect(pounds.minorUnits(0.2) == 20)
    #expect(pounds.minorUnits(0.29) == 29)
    #expect(pounds.minorUnits(0.125) == 13)
    #expect(try settings("allocation: {minor_digits: 0}").allocation.minorUnits(12.5) == 13)
  }

  @Test("threads and the output folder do not enter the document for results, plugin folders do")
  func executionOnly() throws {
    let catalog = RetentionParameters.catalog
    let other = try catalog.resolve(yaml: "run: {threads: 3, output: /tmp/x}")
    #expect(other.canonicalYAML(.results) == catalog.defaults.canonicalYAML(.results))
    let plugged = try catalog.resolve(yaml: "plugins: {paths: [a]}")
    #expect(plugged.canonicalYAML(.results) != catalog.defaults.canonicalYAML(.results))
    let seeded = try catalog.resolve(yaml: "run: {seed: 1}")
    #expect(seeded.canonicalYAML(.results) != catalog.defaults.canonicalYAML(.results))
  }
}
