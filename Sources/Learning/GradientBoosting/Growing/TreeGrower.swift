import Numerics

/// Grows one tree after the other over the same binned rows, and owns what they share.
///
/// Words: a *candidate* is the best cut of a leaf that is not cut yet; of two new leaves the *smaller* gets its
/// histogram from its rows, the *larger* what its parent's leaves.
final class TreeGrower {
  let matrix: BinnedMatrix
  let settings: GradientBoostingSettings
  let context: ExecutionContext
  let clock: TrainingClock
  /// The rows of each leaf of the tree that was grown last.
  let partition: RowPartition
  let histograms: HistogramBuilder

  init(
    _ matrix: BinnedMatrix, settings: GradientBoostingSettings, context: ExecutionContext, clock: TrainingClock
  ) {
    self.matrix = matrix
    self.settings = settings
    self.context = context
    self.clock = clock
    partition = RowPartition(capacity: matrix.rows)
    let widest = HistogramLayout(columns: Array(0..<matrix.columns), of: matrix.mapper)
    histograms = HistogramBuilder(capacity: widest.cellCount, columns: matrix.columns)
  }
}
