/// A cluster for each point.
package struct Labeling: Sendable, Hashable {
  /// In 0..<clusters.
  package let labels: [Int32]
  /// Number of clusters, some of which may be empty.
  package let clusters: Int

  package init(labels: [Int32], clusters: Int) {
    self.labels = labels
    self.clusters = clusters
  }
}
