/// What the stages of a run found out, and what a reader should doubt. Reports, the terminal, charts and services read
/// its sections by type; `metrics.json` is its encoding.
public struct RunReport: Sendable {
  /// In the order of the stages; one of each type.
  public private(set) var sections: [any StageReport] = []
  public private(set) var warnings: [RunWarning] = []

  public init() {}
}

/// A sentence that a reader of the results should know.
public struct RunWarning: Sendable, Hashable, Codable {
  /// Name of the stage.
  public let stage: String
  /// Without a full stop.
  public let message: String

  public init(stage: String, message: String) {
    self.stage = stage
    self.message = message
  }
}

extension RunReport {
  /// The section of a type; nil where its stage has not run.
  public subscript<Report: StageReport>(_ type: Report.Type) -> Report? {
    sections.lazy.compactMap { $0 as? Report }.first
  }

  /// Adds sections, in place of those of the same types.
  public mutating func add(_ reports: [any StageReport]) {
    for report in reports {
      sections.removeAll { type(of: $0).key == type(of: report).key }
      sections.append(report)
    }
  }

  public mutating func add(_ warnings: [RunWarning]) { self.warnings += warnings }

  public var data: DataReport? { self[DataReport.self] }
  public var segmentation: SegmentationReport? { self[SegmentationReport.self] }
  public var churn: ChurnReport? { self[ChurnReport.self] }
  public var lifetimeValue: LifetimeValueReport? { self[LifetimeValueReport.self] }
  public var buyTillYouDie: BuyTillYouDieReport? { self[BuyTillYouDieReport.self] }
  public var allocation: AllocationReport? { self[AllocationReport.self] }
  public var invoices: InvoiceReport? { self[InvoiceReport.self] }
}

extension RunReport: Encodable {
  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }

    static let warnings = Key("warnings")
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for section in sections { try encode(section, to: &container) }
    try container.encode(warnings, forKey: .warnings)
  }

  private func encode<Report: StageReport>(
    _ section: Report, to container: inout KeyedEncodingContainer<Key>
  ) throws {
    try container.encode(section, forKey: Key(Report.key))
  }
}

/// Reads sections of known types back from `metrics.json`; those that a run does not have are left out.
public struct RunReportReader: Decodable {
  private let container: KeyedDecodingContainer<RunReport.Key>

  public init(from decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: RunReport.Key.self)
  }

  /// - Throws: `DecodingError` for a section of another form.
  public func sections(_ types: [any StageReport.Type]) throws -> [any StageReport] {
    try types.compactMap { try section($0) }
  }

  private func section<Report: StageReport>(_ type: Report.Type) throws -> (any StageReport)? {
    let key = RunReport.Key(type.key)
    return container.contains(key) ? try container.decode(type, forKey: key) : nil
  }

  public var warnings: [RunWarning] {
    get throws { try container.decodeIfPresent([RunWarning].self, forKey: .warnings) ?? [] }
  }
}
