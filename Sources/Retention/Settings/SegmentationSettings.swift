public import Settings

/// How customers are grouped and how the groups are named.
public struct SegmentationSettings: Sendable, Hashable {
  /// Name of a segmentation plugin.
  public let algorithm: String
  /// Columns of the feature store; at least one, each once.
  public let features: [String]
  public let transform: Transform
  public let kMin: Int
  public let kMax: Int
  public let kInterpretable: Int
  /// Share of the best silhouette.
  public let kTolerance: Double
  /// Share of customers.
  public let minClusterShare: Double
  /// Nil to choose K.
  public let nClusters: Int?
  public let nInit: Int
  /// Nil for iterations over all customers.
  public let batchSize: Int?
  public let maxIterations: Int
  /// Largest relative shift of the centroids at which Lloyd's iterations end; 0 to end when no customer moves.
  public let tolerance: Double
  public let silhouetteExactLimit: Int
  public let bootstrapSamples: Int
  /// Mean adjusted Rand index.
  public let stabilityFloor: Double
  /// Name of a naming plugin.
  public let naming: String
  public let duplicateNames: DuplicateNames

  public enum Transform: String, SettingChoice {
    case none, log1p, quantile
  }

  public enum DuplicateNames: String, SettingChoice {
    case merge, number
  }
}

extension SegmentationSettings {
  /// - Throws: `SettingsError` for an empty range of K, no K that could be chosen, and a feature named twice.
  public init(_ configuration: Configuration) throws(SettingsError) {
    algorithm = configuration[SegmentationParameters.algorithm]
    features = configuration[SegmentationParameters.features]
    transform = configuration[SegmentationParameters.transform]
    kMin = configuration[SegmentationParameters.kMin]
    kMax = configuration[SegmentationParameters.kMax]
    kInterpretable = configuration[SegmentationParameters.kInterpretable]
    kTolerance = configuration[SegmentationParameters.kTolerance]
    minClusterShare = configuration[SegmentationParameters.minClusterShare]
    nClusters = configuration[SegmentationParameters.nClusters]
    nInit = configuration[SegmentationParameters.nInit]
    batchSize = configuration[SegmentationParameters.batchSize]
    maxIterations = configuration[SegmentationParameters.maxIterations]
    tolerance = configuration[SegmentationParameters.tolerance]
    silhouetteExactLimit = configuration[SegmentationParameters.silhouetteExactLimit]
    bootstrapSamples = configuration[SegmentationParameters.bootstrapSamples]
    stabilityFloor = configuration[SegmentationParameters.stabilityFloor]
    naming = configuration[SegmentationParameters.naming]
    duplicateNames = configuration[SegmentationParameters.duplicateNames]
    try check(configuration)
  }

  private func check(_ configuration: Configuration) throws(SettingsError) {
    try configuration.require(
      kMin <= kMax, SegmentationParameters.kMin, SegmentationParameters.kMax, "be at most", "be at least")
    try configuration.require(
      kInterpretable >= kMin, SegmentationParameters.kInterpretable, SegmentationParameters.kMin, "be at least",
      "be at most")
    guard Set(features).count == features.count else {
      throw configuration.invalid(SegmentationParameters.features, must: "name each feature once")
    }
  }
}
