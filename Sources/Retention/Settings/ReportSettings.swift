public import Settings

/// Who counts as a leak and who as a champion in the two reports on what was invoiced.
public struct ReportSettings: Sendable, Hashable {
  public let leakDays: Int
  /// 0 to 1.
  public let leakSpendQuantile: Double
  public let championRecencyQuantile: Double
  public let championOrdersQuantile: Double

  public init(_ configuration: Configuration) {
    leakDays = configuration[ReportParameters.leakDays]
    leakSpendQuantile = configuration[ReportParameters.leakSpendQuantile]
    championRecencyQuantile = configuration[ReportParameters.championRecencyQuantile]
    championOrdersQuantile = configuration[ReportParameters.championOrdersQuantile]
  }
}
