package import Numerics

/// Histogram-based gradient-boosted trees (Friedman 2001; Ke et al. 2017, "LightGBM").
///
/// Rows are cut into bins once; each iteration turns derivatives into integers, grows a tree from integer histograms and
/// renews its leaves from the true derivatives. So the model is the same to the bit for any number of threads.
package struct GradientBoostingLearner: Learner, Hashable {
  package let settings: ValidatedGradientBoostingSettings

  package init(_ settings: ValidatedGradientBoostingSettings) {
    self.settings = settings
  }

  /// Rows that trees are grown on, and rows that only measure.
  package struct TrainingSet: Sendable, Equatable {
    /// The rows that trees are grown on.
    package var training: Dataset
    /// With the same features; nil where training does not stop early.
    package var validation: Dataset?

    package init(_ training: Dataset, validation: Dataset? = nil) {
      (self.training, self.validation) = (training, validation)
    }
  }

  /// Grows trees on the training rows; with validation rows, records their loss and may stop early.
  ///
  /// Fewer rows than twice `minDataInLeaf`, or features that are all constant or missing, give a model of one constant.
  /// Without early stopping all trees are kept.
  ///
  /// - Throws: `Cancelled`, or `GradientBoostingError` for data that cannot be learned from.
  package func fit(_ rows: TrainingSet, context: ExecutionContext) throws -> GradientBoostingModel {
    try fit(rows, context: context, clock: TrainingClock())
  }

  /// The same for training rows that are cut into bins already, so that several fits can share the cutting.
  ///
  /// - Parameter bins: of the training rows, in both orders.
  package func fit(
    _ rows: TrainingSet, bins: BinnedMatrix, context: ExecutionContext
  ) throws -> GradientBoostingModel {
    precondition(
      bins.rows == rows.training.features.rows && bins.columns == rows.training.features.columns,
      "the bins are those of the training rows")
    return try fit(rows, bins: bins, context: context, clock: TrainingClock())
  }

  /// The same.
  ///
  /// - Parameters:
  ///   - bins: of the training rows, in both orders; nil cuts them here.
  ///   - clock: measures where the time goes.
  package func fit(
    _ rows: TrainingSet, bins: BinnedMatrix? = nil, context: ExecutionContext, clock: TrainingClock
  ) throws -> GradientBoostingModel {
    let (settings, training, validation) = (settings.settings, rows.training, rows.validation)
    try training.check(as: .training, for: settings.objective)
    try training.check(settings.monotoneConstraints)
    if let validation {
      try validation.check(as: .validation, for: settings.objective)
      try validation.checkFeatures(sameAs: training)
    } else if settings.earlyStoppingRounds != nil {
      throw GradientBoostingError.noValidationForEarlyStopping
    }
    let booster = try Booster(
      training: training, bins: bins, validation: validation, settings: settings, context: context, clock: clock)
    try booster.run()
    try checkDirections(booster, training.featureNames)
    let bins = booster.grower.matrix.mapper.features
    return GradientBoostingModel(
      objective: settings.objective, featureNames: training.featureNames, featureRanges: bins.map(\.range),
      featureCategories: bins.map(\.categories), trees: booster.keptTrees, trainingLog: booster.log)
  }

  /// Trust, but verify: the trees that were made, not the way they were.
  private func checkDirections(_ booster: Booster, _ names: [String]) throws(GradientBoostingError) {
    guard !booster.constraints.isEmpty else { return }
    for (index, tree) in booster.keptTrees.enumerated() {
      if let node = tree.firstViolation(booster.constraints) {
        throw .constraintBroken(tree: index, feature: names[tree.nodes[node].feature])
      }
    }
  }
}
