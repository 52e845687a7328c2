import Numerics

/// Grows one tree after the other over the same binned rows, and owns what they share.
///
/// Words: a *candidate* is the best cut of a leaf that is not cut yet; of two new leaves the *smaller* gets its
/// histogram from its rows, the *larger* what its parent's leaves.
final class TreeGrower {
  let matrix: BinnedMatrix
  let settings: GradientBoostingSettings
  let parallelism: Parallelism
  /// The rows of each leaf of the tree that was grown last.
  let partition: RowPartition
  /// The bin of missing values of each column; 255, which no row has, where it has none.
  let missingBins: [UInt8]
  var histograms: HistogramBuilder

  init(_ matrix: BinnedMatrix, settings: GradientBoostingSettings, parallelism: Parallelism) {
    self.matrix = matrix
    self.settings = settings
    self.parallelism = parallelism
    partition = RowPartition(capacity: matrix.rows)
    missingBins = matrix.mapper.features.map { $0.hasMissing ? UInt8($0.numericBins) : .max }
    let widest = HistogramLayout(columns: Array(0..<matrix.columns), of: matrix.mapper)
    histograms = HistogramBuilder(capacity: widest.cellCount, parallelism: parallelism)
  }
}
