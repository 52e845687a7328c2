package import Numerics

/// Groups the customers of one snapshot: the contract of segmentation plugins.
///
/// The same customers and settings give the same clusters for any number of threads; cluster 0 has the largest mean
/// revenue.
package protocol SegmentationLearner: Sendable {
  /// - Parameter block: the customers' features.
  /// - Throws: `Cancelled`; `KMeansError` or another user-facing error where the customers cannot fill the clusters.
  func clusters(of block: SnapshotFeatures, context: ExecutionContext) throws -> CustomerClusters
}
