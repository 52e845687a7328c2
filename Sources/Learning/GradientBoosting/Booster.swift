import Numerics

/// One training run: the scores so far and the trees that made them.
final class Booster {
  let settings: GradientBoostingSettings
  let context: ExecutionContext
  let clock: TrainingClock
  let loss: any BoostingLoss
  let training: Dataset
  let grower: TreeGrower
  /// Columns with something to split.
  let columns: [Int]
  let sampler: RowSampler
  /// One per column; empty where nothing is constrained.
  let constraints: [MonotoneDirection?]
  let startingScore: Double
  /// One per training row.
  var scores: [Double]
  /// Rows that the current tree was not grown on, where these are known.
  var outOfBag: [Int32]?
  var validation: ValidationRows?
  var trees: [DecisionTree] = []
  var log: [BoostingIteration] = []

  /// Rows that only measure.
  struct ValidationRows {
    let matrix: BinnedMatrix
    let dataset: Dataset
    var scores: [Double]
  }

  /// - Throws: `Cancelled`.
  init(
    training: Dataset, bins: BinnedMatrix?, validation: Dataset?, settings: GradientBoostingSettings,
    context: ExecutionContext, clock: TrainingClock
  ) throws {
    self.settings = settings
    self.clock = clock
    self.context = context
    self.training = training
    loss = settings.objective.loss
    sampler = RowSampler(settings)
    let matrix =
      try bins
      ?? clock.measure(.binning) {
        let mapper = try BinMapper(
          training.features, weights: training.weights, categoricalColumns: training.categoricalColumns,
          settings: settings, context: context)
        return try BinnedMatrix(training.features, mapper: mapper, context: context)
      }
    let mapper = matrix.mapper
    columns = mapper.features.indices.filter { !mapper.features[$0].isConstant }
    grower = TreeGrower(matrix, settings: settings, context: context, clock: clock)
    constraints =
      settings.monotoneConstraints.isEmpty ? [] : training.featureNames.map { settings.monotoneConstraints[$0] }
    let start = loss.startingScore(targets: training.targets, weights: training.weights)
    startingScore = start
    scores = [Double](repeating: start, count: training.targets.count)
    self.validation = try validation.map {
      ValidationRows(
        matrix: try BinnedMatrix($0.features, mapper: mapper, keepsColumns: false, context: context), dataset: $0,
        scores: [Double](repeating: start, count: $0.targets.count))
    }
  }
}

extension Booster {
  /// Grows trees until there are enough, none can be grown, or the validation loss no longer falls.
  ///
  /// - Throws: `Cancelled`, or `GradientBoostingError.diverged`.
  func run() throws {
    context.progress.expect(settings.numIterations, unit: "trees")
    let derivatives = Derivatives(rows: training.targets.count)
    let levels = GradientLevels(rows: training.targets.count)
    for iteration in 0..<settings.numIterations where !columns.isEmpty {
      let sample = try clock.measure(.gradients) { try sampleRows(iteration, derivatives) }
      guard sample.summary.isFinite else { throw GradientBoostingError.diverged(iteration: iteration) }
      let quantizer = GradientQuantizer(
        sample.summary, scale: derivatives.scale, precision: settings.gradientPrecision)
      try clock.measure(.gradients) {
        try levels.fill(derivatives, quantizer, key: roundingKey(iteration), context: context)
      }
      let isGrown = try levels.withLevels(quantizer) {
        try growTree($0, derivatives, rowCount: sample.rowCount, iteration)
      }
      guard isGrown else { break }
      try clock.measure(.validation) { try record(iteration) }
      context.progress.advance()
      if shouldStop() { break }
    }
    // Trees that are not grown are no longer expected.
    context.progress.expect(trees.count - settings.numIterations, unit: "trees")
    if trees.isEmpty { trees = [constantTree()] }
  }

  /// The trees up to the best iteration; all where training does not stop early.
  var keptTrees: [DecisionTree] {
    guard settings.earlyStoppingRounds != nil, let best = bestIteration else { return trees }
    return Array(trees.prefix(best + 1))
  }

  /// A fresh view each time: one that lives on would make the next change of `scores` copy them.
  var lossRows: LossRows {
    LossRows(scores: scores, targets: training.targets, weights: training.weights)
  }

  private func constantTree() -> DecisionTree {
    DecisionTree(
      nodes: [],
      leaves: [DecisionTree.Leaf(value: startingScore, weight: 0, count: training.targets.count)], shrinkage: 1)
  }
}

// MARK: - Early stopping

extension Booster {
  private func record(_ iteration: Int) throws {
    let training =
      switch settings.lossRecording {
      case .validation: Double?.none
      case .trainingAndValidation:
        try loss.meanLoss(lossRows, context: context)
      }
    let validation = try validation.map {
      try loss.meanLoss(
        LossRows(scores: $0.scores, targets: $0.dataset.targets, weights: $0.dataset.weights), context: context)
    }
    log.append(
      BoostingIteration(
        iteration: iteration, leafCount: trees[trees.count - 1].leaves.count, trainingLoss: training,
        validationLoss: validation))
  }

  private func shouldStop() -> Bool {
    guard let rounds = settings.earlyStoppingRounds, let best = bestIteration else { return false }
    return log.count - 1 - best >= rounds
  }

  /// The first iteration with the least validation loss.
  private var bestIteration: Int? {
    var best: (iteration: Int, loss: Double)?
    for entry in log {
      guard let loss = entry.validationLoss else { continue }
      if loss < best?.loss ?? .infinity { best = (entry.iteration, loss) }
    }
    return best?.iteration
  }
}
