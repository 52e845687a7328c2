public import Settings

/// What cleaning removes, marks and leaves.
public struct CleaningSettings: Sendable, Hashable {
  public let duplicates: Duplicates
  /// What order ids of cancellations begin with.
  public let cancellationPrefixes: [String]
  public let outlierAction: OutlierAction
  /// 0 to 1, both excluded.
  public let priceQuantile: Double
  /// Multiples of the interquartile range around the quartiles of quantity.
  public let iqrMultiplier: Double
  /// Orders before a snapshot that give a customer a row there.
  public let minOrders: Int
  /// Share of a customer's lines.
  public let highReturnRate: Double

  public enum Duplicates: String, SettingChoice {
    case flag
    case dropOverlap = "drop_overlap"
    case drop
  }

  public enum OutlierAction: String, SettingChoice {
    case flag, winsorise, drop
  }

  public init(_ configuration: Configuration) {
    duplicates = configuration[CleaningParameters.duplicates]
    cancellationPrefixes = configuration[CleaningParameters.cancellationPrefixes]
    outlierAction = configuration[CleaningParameters.outlierAction]
    priceQuantile = configuration[CleaningParameters.priceQuantile]
    iqrMultiplier = configuration[CleaningParameters.iqrMultiplier]
    minOrders = configuration[CleaningParameters.minOrders]
    highReturnRate = configuration[CleaningParameters.highReturnRate]
  }
}
