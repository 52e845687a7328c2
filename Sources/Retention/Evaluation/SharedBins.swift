package import Learning
package import Numerics

/// Features in bins, for trees of several fits. The edges are quantiles of the features, in which no label takes part.
package struct SharedBins: Sendable {
  package let matrix: BinnedMatrix
  private let maxBin: Int
  private let sampleCount: Int

  /// - Throws: `Cancelled`.
  package init(
    _ features: Matrix<Float>, settings: GradientBoostingSettings, context: ExecutionContext
  ) throws {
    let mapper = try BinMapper(features, weights: nil, settings: settings, context: context)
    matrix = try BinnedMatrix(features, mapper: mapper, context: context)
    maxBin = settings.maxBin
    sampleCount = settings.binConstructSampleCount
  }

  private init(_ matrix: BinnedMatrix, like other: SharedBins) {
    (self.matrix, maxBin, sampleCount) = (matrix, other.maxBin, other.sampleCount)
  }

  /// The bins, if trees with these settings cut features in the same way.
  package func matrix(for settings: GradientBoostingSettings) -> BinnedMatrix? {
    settings.maxBin == maxBin && settings.binConstructSampleCount == sampleCount ? matrix : nil
  }

  func selecting(_ rows: [Int], context: ExecutionContext) throws(Cancelled) -> SharedBins {
    SharedBins(try matrix.selectingRows(rows, context: context), like: self)
  }
}
