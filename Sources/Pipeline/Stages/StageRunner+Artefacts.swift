import Foundation
import Numerics
import Retention
public import Settings
import Tables

extension StageRunner {
  /// Takes over what the stages to come do not make out of date.
  func resume(from parent: PublishedRun, into directory: RunDirectory) throws {
    let outdated = StageGraph.outdated(by: request.stages)
    for artefact in try parent.manifest().artefacts {
      guard let stage = ArtefactPath.stage(of: artefact.path), !outdated.contains(stage) else { continue }
      let target = try directory.url(for: artefact.path)
      // Nobody changes an artefact: both runs can share the file.
      if link(parent.url(for: artefact.path).path, target.path) != 0 {
        try FileManager.default.copyItem(at: parent.url(for: artefact.path), to: target)
      }
    }
  }

  /// Reads the artefacts that the stages to come need.
  mutating func readArtefacts(of parent: PublishedRun) throws {
    let outdated = StageGraph.outdated(by: request.stages)
    let cleaned = try parent.existing(ArtefactPath.cleaned, writtenBy: "clean")
    let (lines, ids) = try CleanedDataInput.read(
      cleaned, memory: memory, parallelism: parallelism, interruption: interruption)
    try adopt(consume lines, customerIDs: ids)
    try readMetrics(of: parent, without: outdated)
    guard !outdated.contains(.features) else { return }
    let store = try parent.existing(ArtefactPath.features, writtenBy: "features")
    state.features = try FeatureStore.read(store, customerIDs: ids, parallelism: parallelism)
    try startScores()
    if parent.contains(ArtefactPath.scores), var scores = state.scores {
      try ScoreOutput.read(parent.url(for: ArtefactPath.scores), into: &scores)
      scores.forget(outdated)
      state.scores = scores
    }
    if request.stages.contains(.allocate) {
      try requireScores(parent)
      state.invoiced = try InvoicedSpendInput.read(parent, context)
    }
  }

  private mutating func readMetrics(of parent: PublishedRun, without outdated: Set<StageName>) throws {
    let metrics = try parent.json(ArtefactPath.metrics)
    let sections: [(name: String, stage: StageName)] = [
      ("data", .clean), ("segmentation", .segment), ("churn", .churn), ("clv", .clv), ("bgnbd", .clv),
      ("allocation", .allocate), ("reports", .report),
    ]
    for section in sections where !outdated.contains(section.stage) {
      state.metrics[section.name] = metrics[section.name]
    }
    state.warnings = try parent.warnings().filter { !outdated.contains($0.stage) }
  }

  private func requireScores(_ parent: PublishedRun) throws {
    guard let scores = state.scores else { return }
    let missing: [(String, StageName)] = [
      (scores.segment.contains { $0 != nil } ? "" : ArtefactPath.segmentAssignments, .segment),
      (scores.churn.contains { !$0.isNaN } ? "" : ArtefactPath.churn, .churn),
      (scores.clvExpected.contains { !$0.isNaN } ? "" : ArtefactPath.model("clv_p50.txt"), .clv),
    ]
    for (path, stage) in missing where !path.isEmpty {
      throw RunError.missingArtefact(run: parent.name, path: path, command: stage.rawValue)
    }
  }

  /// `metrics.json`, sections in their order, timings last.
  func metrics(_ clock: StageClock) -> JSONObject {
    var metrics = JSONObject()
    for name in ["data", "segmentation", "churn", "clv", "bgnbd", "allocation", "reports"] {
      if let section = state.metrics[name] { metrics[name] = section }
    }
    metrics["warnings"] = .array(
      state.warnings.map { ["stage": .string($0.stage.rawValue), "message": .string($0.message)] })
    metrics["timings_s"] = .object(clock.timings)
    metrics["peak_rss_mb"] = .number(ProcessMemory.peakMegabytes)
    return metrics
  }
}

extension PublishedRun {
  /// Of a JSON artefact that is an object; empty where it is something else.
  func json(_ path: String) throws -> JSONObject {
    let url = try existing(path)
    let text = try String(contentsOf: url, encoding: .utf8)
    guard case .object(let object) = try JSONValue(parsing: text, file: url.path) else { return JSONObject() }
    return object
  }

  /// What the run warned of.
  func warnings() throws -> [RunState.Warning] {
    guard case .array(let warnings)? = try json(ArtefactPath.metrics)["warnings"] else { return [] }
    return warnings.compactMap { value in
      guard case .object(let warning) = value, let message = warning.text("message"),
        let stage = warning.text("stage").flatMap(StageName.init(rawValue:))
      else { return nil }
      return RunState.Warning(stage: stage, message: message)
    }
  }

  /// What is in its `config.yaml`; defaults elsewhere.
  public func configuration() throws -> Configuration {
    try RetentionParameters.catalog.resolve(ConfigurationSources(files: [existing("config.yaml").path]))
  }

  /// - Throws: `RunError.damagedArtefact` for one of these that the run has made, and that is no longer what it was.
  func requireIntact(_ paths: [String], _ parallelism: Parallelism) throws {
    let made = try manifest().artefacts.filter { paths.contains($0.path) }
    for artefact in made where !contains(artefact.path) {
      throw RunError.damagedArtefact(run: name, path: artefact.path)
    }
    let digests = try SHA256.digests(ofFiles: made.map { url(for: $0.path) }, parallelism: parallelism)
    for (artefact, digest) in zip(made, digests) where artefact.sha256 != digest {
      throw RunError.damagedArtefact(run: name, path: artefact.path)
    }
  }
}

extension ScoreTable {
  /// Empties the columns of stages that will run again, or should.
  mutating func forget(_ stages: Set<StageName>) {
    let unknown = [Double](repeating: .nan, count: rows)
    if stages.contains(.segment) { segment = [String?](repeating: nil, count: rows) }
    if stages.contains(.churn) {
      churn = unknown
      reasons = [[String]](repeating: [], count: rows)
    }
    if stages.contains(.clv) {
      (clvP10, clvP50, clvP90, clvExpected, alive) = (unknown, unknown, unknown, unknown, unknown)
    }
    if stages.contains(.allocate) {
      expectedValue = unknown
      tier = [String?](repeating: nil, count: rows)
    }
  }
}

/// What customers were invoiced, from a run's artefacts: cleaned lines, and the outliers and duplicates that were
/// dropped.
enum InvoicedSpendInput {
  static func read(_ run: PublishedRun, _ context: ExecutionContext) throws -> InvoicedSpend {
    let cleaned = try readTable(
      run.existing(ArtefactPath.cleaned, writtenBy: "clean").path,
      columns: ["customer_id", "order_id", "order_datetime", "revenue", "is_return"])
    let isReturn = try cleaned.requireColumn(named: "is_return").truths(path: ArtefactPath.cleaned)
    var lines = InvoicedSpend.Lines()
    try lines.append(cleaned, amount: "revenue") { !isReturn[$0] }
    let rejected = try readTable(
      run.existing(ArtefactPath.rejected, writtenBy: "clean").path,
      columns: ["customer_id", "order_id", "order_datetime", "amount", "reason", "quantity"])
    let reasons = try rejected.strings(named: "reason")
    let quantities = try rejected.doubles(named: "quantity")
    let dropped = Set([RemovalReason.duplicate, .outlierPrice, .outlierQuantity].map(\.name))
    let amounts = try rejected.doubles(named: "amount")
    try lines.append(rejected, amount: "amount") {
      dropped.contains(reasons[$0]) && quantities[$0] > 0 && amounts[$0] > 0
    }
    return try InvoicedSpend(lines, context: context)
  }
}

extension InvoicedSpend.Lines {
  mutating func append(_ table: Table, amount: String, where isIncluded: (Int) -> Bool) throws {
    let customers = try table.strings(named: "customer_id")
    let orders = try table.strings(named: "order_id")
    let amounts = try table.doubles(named: amount)
    guard case .timestamp(let times) = try table.requireColumn(named: "order_datetime").values else { return }
    for row in 0..<table.rowCount where isIncluded(row) {
      append(customer: customers[row], order: orders[row], time: times[row], amount: amounts[row])
    }
  }
}
