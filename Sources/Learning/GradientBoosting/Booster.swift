import Numerics

/// One training run: the scores so far and the trees that made them.
final class Booster {
  let settings: GradientBoostingSettings
  let parallelism: Parallelism
  let clock: TrainingClock
  let loss: any BoostingLoss
  let training: Dataset
  let grower: TreeGrower
  /// Columns with something to split.
  let columns: [Int]
  let sampler: RowSampler
  /// One a column; empty where nothing is constrained.
  let constraints: [MonotoneDirection?]
  let startingScore: Double
  var scores: [Double]
  /// Rows that the tree at hand was not grown on, where these are known.
  private var outOfBag: [Int32]?
  var validation: ValidationRows?
  var trees: [DecisionTree] = []
  var log: [BoostingIteration] = []

  /// Rows that only measure.
  struct ValidationRows {
    let matrix: BinnedMatrix
    let dataset: Dataset
    var scores: [Double]
  }

  init(
    training: Dataset, validation: Dataset?, settings: GradientBoostingSettings, parallelism: Parallelism,
    clock: TrainingClock
  ) {
    self.settings = settings
    self.clock = clock
    self.parallelism = parallelism
    self.training = training
    loss = settings.objective.loss
    sampler = RowSampler(settings)
    let matrix = clock.measure(.binning) {
      let mapper = BinMapper(
        training.features, weights: training.weights, categoricalColumns: training.categoricalColumns,
        settings: settings, parallelism: parallelism)
      return BinnedMatrix(training.features, mapper: mapper, parallelism: parallelism)
    }
    let mapper = matrix.mapper
    columns = mapper.features.indices.filter { !mapper.features[$0].isConstant }
    grower = TreeGrower(matrix, settings: settings, parallelism: parallelism, clock: clock)
    constraints =
      settings.monotoneConstraints.isEmpty ? [] : training.featureNames.map { settings.monotoneConstraints[$0] }
    let start = loss.startingScore(targets: training.targets, weights: training.weights)
    startingScore = start
    scores = [Double](repeating: start, count: training.targets.count)
    self.validation = validation.map {
      ValidationRows(
        matrix: BinnedMatrix($0.features, mapper: mapper, keepsColumns: false, parallelism: parallelism), dataset: $0,
        scores: [Double](repeating: start, count: $0.targets.count))
    }
  }
}

extension Booster {
  /// Grows trees until there are enough, none can be grown, or the validation loss no longer falls.
  func run() throws(GradientBoostingError) {
    let derivatives = Derivatives(rows: training.targets.count)
    var packed = [PackedLevels](repeating: 0, count: training.targets.count)
    for iteration in 0..<settings.numIterations where !columns.isEmpty {
      let sample = clock.measure(.gradients) { sampleRows(iteration, derivatives) }
      guard sample.summary.isFinite else { throw .diverged(iteration: iteration) }
      let quantizer = GradientQuantizer(
        sample.summary, scale: derivatives.scale, precision: settings.gradientPrecision)
      if quantizer.width == .packed {
        clock.measure(.gradients) { pack(derivatives, quantizer, iteration, into: &packed) }
      }
      let isGrown = packed.withUnsafeBufferPointer { packed in
        growTree(
          LevelSource(
            quantizer: quantizer, pairs: UnsafePointer(derivatives.pairs.baseAddress!), packed: packed.baseAddress!),
          derivatives, rowCount: sample.rowCount, iteration)
      }
      guard isGrown else { break }
      clock.measure(.validation) { record(iteration) }
      if shouldStop() { break }
    }
    if trees.isEmpty { trees = [constantTree()] }
  }

  /// The trees up to the best iteration; all where training does not stop early.
  var keptTrees: [DecisionTree] {
    guard settings.earlyStoppingRounds != nil, let best = bestIteration else { return trees }
    return Array(trees.prefix(best + 1))
  }

  /// A fresh view each time: one that lives on would make the next change of `scores` copy them.
  private var lossRows: LossRows {
    LossRows(scores: scores, targets: training.targets, weights: training.weights)
  }

  // MARK: - One iteration

  /// Derivatives of all rows, and this iteration's rows in the partition.
  private func sampleRows(
    _ iteration: Int, _ derivatives: Derivatives
  ) -> (rowCount: Int, summary: DerivativeSummary) {
    let count = training.targets.count
    let summary = loss.fillDerivatives(lossRows, into: derivatives, parallelism: parallelism)
    outOfBag = nil
    if sampler.usesAllRows(iteration) || !summary.isFinite {
      grower.partition.fill(count, parallelism: parallelism)
      return (count, summary)
    }
    switch settings.rowSampling {
    case .bagging:
      let rows = sampler.rows(of: count, iteration: iteration, parallelism: parallelism)
      grower.partition.fill(rows.drawn)
      outOfBag = rows.others
      return (rows.drawn.count, summary)
    case .goss(let top, let other):
      let sample = sampler.oneSideSample(
        derivatives, topRate: top, otherRate: other, iteration: iteration, parallelism: parallelism)
      grower.partition.fill(sample.rows)
      return (sample.rows.count, sample.summary)
    }
  }

  private func pack(
    _ derivatives: Derivatives, _ quantizer: GradientQuantizer, _ iteration: Int, into packed: inout [PackedLevels]
  ) {
    let bits = Philox(seed: settings.seed).block(stream: RandomStream.rounding, counter: UInt64(iteration))
    packed.withUnsafeMutableBufferPointer {
      quantizer.pack(
        UnsafePointer(derivatives.pairs.baseAddress!), rows: $0.count, key: SIMD2(bits[0], bits[1]),
        into: $0.baseAddress!, parallelism: parallelism)
    }
  }

  /// - Returns: false where no leaf could be cut.
  private func growTree(
    _ source: LevelSource, _ derivatives: Derivatives, rowCount: Int, _ iteration: Int
  ) -> Bool {
    let finder = SplitFinder(quantizer: source.quantizer, settings: settings, constraints: constraints)
    let grown = grower.grow(
      source, rowCount: rowCount, columns: sampler.columns(columns, iteration: iteration), finder: finder)
    guard grown.leaves.count > 1 else { return false }
    let leafValues = LeafValues(
      tree: grown, partition: grower.partition, finder: finder, parallelism: parallelism)
    let steps = clock.measure(.leaves) {
      let steps = leafValues.values(loss.renewal, derivatives: derivatives, rows: lossRows)
        .map { $0 * settings.learningRate }
      addToTrainingScores(grown, steps, leafValues, iteration)
      return steps
    }
    clock.measure(.validation) { addToValidationScores(grown, steps) }
    // The starting score lives in the first tree, as in LightGBM's files.
    let offset = trees.isEmpty ? startingScore : 0
    trees.append(
      grown.decisionTree(
        values: steps.map { offset + $0 }, mapper: grower.matrix.mapper, finder: finder,
        shrinkage: trees.isEmpty ? 1 : settings.learningRate,
        nodeValue: { offset + finder.leafValue($0) * settings.learningRate }))
    return true
  }

  private func addToTrainingScores(
    _ grown: GrownTree, _ steps: [Double], _ leafValues: LeafValues, _ iteration: Int
  ) {
    if sampler.usesAllRows(iteration) { return leafValues.add(steps, to: &scores) }
    let tree = BinnedTree(grown, mapper: grower.matrix.mapper)
    guard let outOfBag else { return tree.add(steps, of: grower.matrix, to: &scores, parallelism: parallelism) }
    // The others stand in the leaves already.
    leafValues.add(steps, to: &scores)
    tree.add(steps, of: grower.matrix, rows: outOfBag, to: &scores, parallelism: parallelism)
  }

  private func addToValidationScores(_ grown: GrownTree, _ steps: [Double]) {
    guard let matrix = validation?.matrix else { return }
    BinnedTree(grown, mapper: grower.matrix.mapper)
      .add(steps, of: matrix, to: &validation!.scores, parallelism: parallelism)
  }

  // MARK: - Early stopping

  private func record(_ iteration: Int) {
    let training =
      switch settings.lossRecording {
      case .validation: Double?.none
      case .trainingAndValidation:
        loss.meanLoss(lossRows, parallelism: parallelism)
      }
    let validation = validation.map {
      loss.meanLoss(
        LossRows(scores: $0.scores, targets: $0.dataset.targets, weights: $0.dataset.weights),
        parallelism: parallelism)
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

  private func constantTree() -> DecisionTree {
    DecisionTree(
      nodes: [],
      leaves: [DecisionTree.Leaf(value: startingScore, weight: 0, count: training.targets.count)], shrinkage: 1)
  }
}
