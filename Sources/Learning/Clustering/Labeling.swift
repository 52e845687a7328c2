/// A cluster for each point.
public struct Labeling: Sendable, Hashable {
  /// In 0..<clusters.
  public let labels: [Int32]
  /// Number of clusters, some of which may be empty.
  public let clusters: Int

  public init(labels: [Int32], clusters: Int) {
    self.labels = labels
    self.clusters = clusters
  }
}
