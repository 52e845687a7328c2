public enum DuplicateAction: Sendable {case flag, drop}
public enum OutlierAction: Sendable {case flag, winsorise, drop}
public struct CleaningSettings: Sendable { var cancellationPrefixes: [String]; var duplicates: DuplicateAction; var outlierAction: OutlierAction; var priceQuantile: Double; var iqrMultiplier: Double }
public struct FeatureSettings: Sendable { var minHistoryDays: Int }
