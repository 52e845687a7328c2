/// What the stages of a run found out, and what a reader should doubt. Reports, the terminal, charts and services read
/// its sections by type; `metrics.json` is its encoding.
package struct RunReport: Sendable {
  /// In the order of the stages; one of each type.
  package private(set) var sections: [any StageReport] = []
  /// Without those that verdicts are.
  package private(set) var warnings: [RunWarning] = []
  /// What the data was too thin for, in the order of the stages.
  package private(set) var verdicts: [StageVerdict] = []

  package init() {}
}

/// A sentence that a reader of the results should know.
package struct RunWarning: Sendable, Hashable, Codable {
  /// Name of the stage.
  package let stage: String
  /// Without a full stop.
  package let message: String

  package init(stage: String, message: String) {
    self.stage = stage
    self.message = message
  }
}

extension RunReport {
  /// The section of a type; nil where its stage has not run.
  package subscript<Report: StageReport>(_ type: Report.Type) -> Report? {
    sections.lazy.compactMap { $0 as? Report }.first
  }

  /// Adds sections, in place of those of the same types.
  package mutating func add(_ reports: [any StageReport]) {
    for report in reports {
      sections.removeAll { type(of: $0).key == type(of: report).key }
      sections.append(report)
    }
  }

  package mutating func add(_ warnings: [RunWarning]) { self.warnings += warnings }

  package mutating func add(_ verdicts: [StageVerdict]) { self.verdicts += verdicts }

  package var data: DataReport? { self[DataReport.self] }
  package var segmentation: SegmentationReport? { self[SegmentationReport.self] }
  package var churn: ChurnReport? { self[ChurnReport.self] }
  package var nextOrder: NextOrderReport? { self[NextOrderReport.self] }
  package var lifetimeValue: LifetimeValueReport? { self[LifetimeValueReport.self] }
  package var buyTillYouDie: BuyTillYouDieReport? { self[BuyTillYouDieReport.self] }
  package var allocation: AllocationReport? { self[AllocationReport.self] }
  package var invoices: InvoiceReport? { self[InvoiceReport.self] }
}

extension RunReport: Encodable {
  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }

    static let warnings = Key("warnings")
    static let verdicts = Key("verdicts")
    static let skipped = Key("skipped")
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for section in sections { try encode(section, to: &container) }
    try container.encode(verdicts, forKey: .verdicts)
    try container.encode(verdicts.filter(\.isSkipped).map(SkippedStage.init), forKey: .skipped)
    // A verdict is a warning too, for readers who look at these alone.
    try container.encode(verdicts.map(\.warning) + warnings, forKey: .warnings)
  }

  private func encode<Report: StageReport>(
    _ section: Report, to container: inout KeyedEncodingContainer<Key>
  ) throws {
    try container.encode(section, forKey: Key(Report.key))
  }
}

/// A stage that the run does without: `skipped` of `metrics.json`.
private struct SkippedStage: Encodable {
  let stage: String
  let reason: String
  @Nullable var setting: String?

  init(_ verdict: StageVerdict) {
    (stage, reason) = (verdict.stage, verdict.reason)
    setting = verdict.setting
  }
}

/// Reads sections of known types back from `metrics.json`; those that a run does not have are left out.
package struct RunReportReader: Decodable {
  private let container: KeyedDecodingContainer<RunReport.Key>

  package init(from decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: RunReport.Key.self)
  }

  /// - Throws: `DecodingError` for a section of another form.
  package func sections(_ types: [any StageReport.Type]) throws -> [any StageReport] {
    try types.compactMap { try section($0) }
  }

  private func section<Report: StageReport>(_ type: Report.Type) throws -> (any StageReport)? {
    let key = RunReport.Key(type.key)
    return container.contains(key) ? try container.decode(type, forKey: key) : nil
  }

  /// Without those that verdicts are.
  package var warnings: [RunWarning] {
    get throws {
      let known = Set(try verdicts.map(\.warning))
      return (try container.decodeIfPresent([RunWarning].self, forKey: .warnings) ?? []).filter { !known.contains($0) }
    }
  }

  /// None in the run of an older version.
  package var verdicts: [StageVerdict] {
    get throws { try container.decodeIfPresent([StageVerdict].self, forKey: .verdicts) ?? [] }
  }
}
