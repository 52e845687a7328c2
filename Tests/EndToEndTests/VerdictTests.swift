import Foundation
import Tables
import Testing

/// `train` on shops that are too thin for some stage: it goes on without that stage, and says why.
@Suite("Verdicts on thin data")
struct VerdictTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  @Test("one class: no churn, but lifetime values")
  func oneClass() throws {
    let run = try train(
      ThinShop.oneClass,
      verdicts: [
        "churn": [
          "not enough variety for churn", "practically none churned", "lifetime values and reports still work",
        ],
        "allocate": ["no campaign plan, because there are no churn probabilities"],
      ])
    #expect(try run.json("metrics.json").clv.mae.number != nil)
  }

  @Test("three customers: no clusters, no models, but segments")
  func threeCustomers() throws {
    let run = try train(
      ThinShop.threeCustomers,
      verdicts: [
        "segment": ["not enough customers for clusters: 3 customers", "3 clusters need at least 6", "segments"],
        "churn": [
          "not enough customers for churn: 3 at", "at least 40", "segments, next-order dates and reports still work",
        ],
        "clv": [
          "not enough customers for clv: 3 at", "at least 50", "segments, next-order dates and reports still work",
        ],
        "allocate": ["no campaign plan, because there are no churn probabilities and no lifetime values"],
      ])
    let assignments = try run.table("segments/segment_assignments.parquet")
    #expect(try assignments.strings(named: "segment_name").allSatisfy { !$0.isEmpty })
    #expect(try run.nulls("segments/segment_assignments.parquet", "cluster") == 3)
    let segmentation = try run.json("metrics.json").segmentation
    #expect(segmentation.k.isNull && segmentation.stability_ari.isNull && segmentation.customers.integer == 3)
  }

  @Test("all prices zero: nothing can be used, and the exit code says so")
  func zeroSpend() throws {
    try workspace.write(ThinShop.csv(ThinShop.changed { $0.price = 0 }), to: "zero.csv")
    try expectRefusal(
      of: ["zero.csv"], in: workspace, code: 6, says: ["no usable rows", "unit_price_not_positive"])
  }

  @Test("only returns, or all returned: nobody to score, but the money is accounted for", arguments: [false, true])
  func returns(wereBought: Bool) throws {
    let run = try train(
      wereBought ? ThinShop.allReturned : ThinShop.onlyReturns,
      verdicts: [
        "segment": ["not enough customers for clusters: 0 customers to score"],
        "next_order": ["not enough customers for next-order dates: there is nobody to score"],
        "churn": ["not enough customers for churn: no customer has an order in the 180 days", "still work"],
        "clv": ["not enough customers for clv: no customer has an order in the 180 days", "still work"],
        "allocate": ["no campaign plan"],
      ], scored: 0)
    let metrics = try run.json("metrics.json")
    #expect(metrics.returns.lines.integer == ThinShop.plain.count)
    #expect((metrics.returns.unmatched.number ?? -1) > 0 || wereBought)
    #expect(
      try Set(run.table("segments/segment_assignments.parquet").strings(named: "segment_name")) == ["No net purchase"])
  }

  @Test("no repeat buyers: no models, and no gap between orders is made up")
  func noRepeatBuyers() throws {
    let run = try train(
      ThinShop.noRepeatBuyers,
      verdicts: [
        "churn": [
          "not enough variety for churn", "no customer has a second order",
          "segments and reports still work",
        ],
        "next_order": ["not enough gaps for next-order dates: 0 gaps", "segments and reports still work"],
        "clv": [
          "not enough variety for clv", "no customer has a second order",
          "segments and reports still work",
        ],
        "allocate": ["no campaign plan"],
      ])
    for column in ["usual_gap", "silence"] {
      #expect(try run.nulls("segments/segment_assignments.parquet", column) == 700)
    }
    let report = try run.text("reports/strategic_report.md")
    #expect(report.contains("Nobody has come back yet, so what gap between orders is usual is unknown."))
    #expect(report.contains(": 0 customers order often"), "one order is not often")
  }

  @Test("a horizon longer than the history: no models, but segments")
  func horizonTooLong() throws {
    let run = try train(
      ThinShop.plain.filter { $0.day < 60 },
      verdicts: [
        "churn": ["not enough history for churn", "90 days of orders after it", "days too early", "still work"],
        "clv": ["not enough history for clv", "180 days of orders after it", "days too early", "still work"],
        "next_order": ["not enough", "next-order dates", "segments and reports still work"],
        "allocate": ["no campaign plan"],
      ])
    #expect(try run.json("metrics.json").segmentation.k.integer != nil)
  }

  @Test("a shop of one day, varied or all alike", arguments: [false, true])
  func oneDay(isAlike: Bool) throws {
    let alike = ThinShop.oneDay.map {
      ThinShop.Line(order: $0.order, day: 0, customer: $0.customer)
    }
    var verdicts = [
      "churn": ["not enough history for churn", "still work"], "clv": ["not enough history for clv", "still work"],
      "allocate": ["no campaign plan"], "next_order": ["not enough gaps for next-order dates: 0 gaps"],
    ]
    if isAlike { verdicts["segment"] = ["300 customers to score with only 1 distinct profile", "still work"] }
    _ = try train(isAlike ? alike : ThinShop.oneDay, verdicts: verdicts)
  }

  @Test("one customer, and one order")
  func oneCustomer() throws {
    let lines = (1..<60).map { ThinShop.Line(order: "\($0)", quantity: $0, day: $0 * 9, customer: "c") }
    var verdicts = [
      "segment": ["1 customer to score"], "churn": ["not enough"], "clv": ["not enough"], "allocate": ["no campaign"],
    ]
    _ = try train(lines, verdicts: verdicts)
    verdicts["next_order"] = ["not enough gaps for next-order dates: 0 gaps"]
    _ = try train(Array(lines.prefix(1)), verdicts: verdicts)
  }

  @Test(
    "one price, and one product bought one at a time: features that do not vary stop nothing", arguments: [false, true])
  func constant(isOneProduct: Bool) throws {
    let lines = ThinShop.changed { line in
      line.price = 5
      if isOneProduct { (line.product, line.quantity) = ("only", 1) }
    }
    _ = try train(lines, verdicts: [:])
  }

  @Test("a customer with 100,000 orders is no customer until the settings say so, and then stops nothing")
  func heavyCustomer() throws {
    try workspace.write(ThinShop.csv(ThinShop.heavyCustomer), to: "shop.csv")
    expectFailure(
      try workspace.run("train", "--data", "shop.csv"), code: 5, says: "placeholder_customer", "'heavy'",
      "ingest.keep_customers")
    let run = try train(
      ThinShop.heavyCustomer, verdicts: [:], with: ["--set", #"ingest.keep_customers=["heavy"]"#])
    #expect(try run.json("metrics.json").data.customers.integer == 161)
  }

  @Test("a naming that names clusters goes without segments where there are too few customers")
  func namingOfClusters() throws {
    try workspace.write(ThinShop.csv(ThinShop.threeCustomers), to: "three.csv")
    let outcome = try workspace.run(
      "train", "--data", "three.csv", "--set", "segmentation.naming=rfm-corrected", "--set", "segmentation.k_min=4",
      "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let run = try workspace.latest()
    let verdicts = try run.json("metrics.json").verdicts.array
    #expect(
      verdicts.first?.verdict.text
        == "not enough customers for segment: 3 customers to score, and 4 segments need at least as many; cleaned lines, features, next-order dates and reports still work"
    )
    #expect(
      verdicts.last?.verdict.text
        == "no campaign plan, because there are no segments, no churn probabilities and no lifetime values")
    #expect(try !run.files().contains { $0.hasPrefix("segments/") || $0 == "models/segmenter.json" })
    #expect(try run.nulls("predictions/customer_scores.parquet", "segment") == 3)
  }

  @Test("a stage that is asked for alone fails, and a later run keeps the verdicts of what it leaves as it is")
  func later() throws {
    _ = try train(ThinShop.threeCustomers, verdicts: nil)
    for command in ["churn", "clv"] {
      let outcome = try workspace.run(command, "--quiet")
      expectFailure(outcome, code: 6, says: "not enough customers for \(command)", "can still run")
    }
    expectFailure(try workspace.run("allocate", "--quiet"), code: 2)
    let outcome = try workspace.run("segment", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let verdicts = try workspace.latest().json("metrics.json").verdicts.array
    #expect(Set(verdicts.compactMap { $0.stage.text }) == ["segment", "churn", "clv"])
  }

  @Test("nothing new to add leaves a run with verdicts as it is")
  func nothingToAdd() throws {
    let run = try train(ThinShop.threeCustomers, verdicts: nil)
    let outcome = try workspace.run("train", "--data", "shop.csv", "--append-to", "latest", "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try workspace.latest().name == run.name)
  }
}

extension VerdictTests {
  /// Trains on a shop and checks what every such run promises.
  ///
  /// - Parameters:
  ///   - verdicts: parts of the verdict of each stage that has one; nil for whatever they are.
  ///   - scored: customers with a score; nil for at least one.
  private func train(
    _ lines: [ThinShop.Line], verdicts: [String: [String]]?, scored: Int? = nil, with options: [String] = [],
    location: SourceLocation = #_sourceLocation
  ) throws -> RunFolder {
    try workspace.write(ThinShop.csv(lines), to: "shop.csv")
    let outcome = try workspace.run(["train", "--data", "shop.csv"] + options)
    #expect(outcome.exitCode == 0, "\(outcome.errors)", sourceLocation: location)
    let run = try workspace.latest()
    guard let verdicts else { return run }
    let metrics = try run.json("metrics.json")
    let (report, log) = (try run.text("reports/strategic_report.md"), try run.text("logs/retention-fast.log"))
    let found = metrics.verdicts.array
    #expect(Set(found.compactMap { $0.stage.text }) == Set(verdicts.keys), sourceLocation: location)
    #expect(found.count == verdicts.count, sourceLocation: location)
    for verdict in found {
      let (stage, sentence) = (verdict.stage.text ?? "", verdict.verdict.text ?? "")
      for part in verdicts[stage] ?? [] {
        #expect(sentence.contains(part), "\(sentence)", sourceLocation: location)
      }
      #expect(metrics.warnings.array.contains { $0.message.text == sentence }, sourceLocation: location)
      #expect(outcome.output.contains(sentence), "\(outcome.output)", sourceLocation: location)
      #expect(report.replacing("\\_", with: "_").contains("- \(sentence)."), "\(report)", sourceLocation: location)
      #expect(log.contains(verdict.reason.text ?? "-"), sourceLocation: location)
    }
    #expect(report.contains("## What this data cannot show") == !verdicts.isEmpty, sourceLocation: location)
    try expectFiles(of: run, without: Set(verdicts.keys), location)
    try expectScores(of: run, without: Set(verdicts.keys), scored, location)
    try expectNoNonsense(in: run, location)
    return run
  }

  /// The files of stages with a verdict are not there, those of all others are.
  private func expectFiles(of run: RunFolder, without stages: Set<String>, _ location: SourceLocation) throws {
    let files = try run.files()
    let always = [
      "data/cleaned_data.parquet", "data/rejected_rows.parquet", "data/customer_features.parquet",
      "reports/revenue_leak.csv", "reports/margin_protection.csv", "reports/segment_migration.csv",
      "reports/cleaning_stats.json", "reports/temporal_validation.json", "segments/segment_assignments.parquet",
      "segments/segment_summary.csv", "segments/segment_strategies.json", "models/segmenter.json",
      "predictions/customer_scores.parquet",
    ]
    for file in always { #expect(files.contains(file), "\(file)", sourceLocation: location) }
    let own = [("churn", "models/churn"), ("clv", "models/clv_"), ("allocate", "allocation/")]
    for (stage, prefix) in own {
      #expect(files.contains { $0.hasPrefix(prefix) } != stages.contains(stage), "\(stage)", sourceLocation: location)
    }
  }

  /// What no stage has predicted is null, what one has is a number.
  private func expectScores(
    of run: RunFolder, without stages: Set<String>, _ scored: Int?, _ location: SourceLocation
  ) throws {
    let path = "predictions/customer_scores.parquet"
    let rows = try run.table(path).rowCount
    #expect(scored.map { rows == $0 } ?? (rows > 0), sourceLocation: location)
    let own = [
      ("churn", ["churn_probability"]),
      ("clv", ["clv_p10", "clv_p50", "clv_p90", "clv_low", "clv_expected"]),
      ("allocate", ["expected_value"]),
    ]
    for (stage, columns) in own {
      for column in columns {
        let nulls = try run.nulls(path, column)
        #expect(nulls == (stages.contains(stage) ? rows : 0), "\(column)", sourceLocation: location)
      }
    }
    // A date that is not known has a reason, and who has all dates has none.
    let (dates, reasons) = (try run.nulls(path, "next_order_high"), try run.nulls(path, "next_order_reason"))
    #expect(dates + reasons == rows, sourceLocation: location)
    let undated = try run.nulls(path, "next_order_p50")
    #expect((undated == rows) == (stages.contains("next_order") || rows == 0), sourceLocation: location)
    let isValued = !stages.contains("churn") && !stages.contains("clv")
    #expect(
      try run.json("metrics.json").reports.leak_recoverable.isNull != isValued, "no value of unknown offers",
      sourceLocation: location)
  }

  private func expectNoNonsense(in run: RunFolder, _ location: SourceLocation) throws {
    for file in try run.files() {
      if file.hasSuffix(".parquet") {
        for column in try run.table(file).columns {
          guard case .double(let values) = column.values else { continue }
          #expect(
            values.optionals.allSatisfy { $0?.isNaN != true }, "\(file): \(column.name)", sourceLocation: location)
        }
      } else if file.hasPrefix("reports/") || file.hasPrefix("segments/") || file == "metrics.json" {
        let words = try run.text(file).lowercased().split { !$0.isLetter }
        #expect(!words.contains("nan") && !words.contains("inf"), "\(file)", sourceLocation: location)
      }
    }
  }
}

extension RunFolder {
  fileprivate func nulls(_ path: String, _ column: String) throws -> Int {
    try table(path).requireColumn(named: column).values.nullCount
  }
}
