import Numerics

/// One training run: the scores so far and the trees that made them.
final class Booster {
  let settings: GradientBoostingSettings
  let parallelism: Parallelism
  let loss: any BoostingLoss
  let training: Dataset
  let grower: TreeGrower
  /// Columns with something to split.
  let columns: [Int]
  let sampler: RowSampler
  let startingScore: Double
  var scores: [Double]
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
    training: Dataset, validation: Dataset?, settings: GradientBoostingSettings, parallelism: Parallelism
  ) {
    self.settings = settings
    self.parallelism = parallelism
    self.training = training
    loss = settings.objective.loss
    sampler = RowSampler(settings)
    let mapper = BinMapper(
      training.features, weights: training.weights, settings: settings, parallelism: parallelism)
    columns = mapper.features.indices.filter { !mapper.features[$0].isConstant }
    grower = TreeGrower(
      BinnedMatrix(training.features, mapper: mapper, parallelism: parallelism), settings: settings,
      parallelism: parallelism)
    let start = loss.startingScore(targets: training.targets, weights: training.weights)
    startingScore = start
    scores = [Double](repeating: start, count: training.targets.count)
    self.validation = validation.map {
      ValidationRows(
        matrix: BinnedMatrix($0.features, mapper: mapper, parallelism: parallelism), dataset: $0,
        scores: [Double](repeating: start, count: $0.targets.count))
    }
  }
}

extension Booster {
  /// Grows trees until there are enough, none can be grown, or the validation loss no longer falls.
  func run() throws(GradientBoostingError) {
    var gradients = [GradientPair](
      repeating: GradientPair(gradient: 0, hessian: 0), count: training.targets.count)
    var quantized = [QuantizedGradient](
      repeating: QuantizedGradient(gradient: 0, hessian: 0), count: training.targets.count)
    for iteration in 0..<settings.numIterations where !columns.isEmpty {
      let largest = loss.fillGradients(lossRows, into: &gradients, parallelism: parallelism)
      guard largest.gradient.isFinite && largest.hessian.isFinite else { throw .diverged(iteration: iteration) }
      let quantizer = GradientQuantizer(largest: largest)
      quantizer.quantize(gradients, into: &quantized, parallelism: parallelism)
      guard growTree(iteration, gradients, quantized, SplitFinder(quantizer: quantizer, settings: settings))
      else { break }
      record(iteration)
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

  /// - Returns: false where no leaf could be cut.
  private func growTree(
    _ iteration: Int, _ gradients: [GradientPair], _ quantized: [QuantizedGradient], _ finder: SplitFinder
  ) -> Bool {
    let rowCount = placeRows(iteration)
    let grown = grower.grow(
      gradients: quantized, rowCount: rowCount, columns: sampler.columns(columns, iteration: iteration),
      finder: finder)
    guard grown.leaves.count > 1 else { return false }
    let leafValues = LeafValues(
      tree: grown, partition: grower.partition, finder: finder, parallelism: parallelism)
    let steps = leafValues.values(loss.renewal, gradients: gradients, rows: lossRows)
      .map { $0 * settings.learningRate }
    addToScores(grown, steps, leafValues)
    // The starting score lives in the first tree, as in LightGBM's files.
    let offset = trees.isEmpty ? startingScore : 0
    trees.append(
      grown.decisionTree(
        values: steps.map { offset + $0 }, mapper: grower.matrix.mapper, finder: finder,
        shrinkage: trees.isEmpty ? 1 : settings.learningRate,
        nodeValue: { offset + finder.leafValue($0) * settings.learningRate }))
    return true
  }

  /// Puts this iteration's rows into the partition.
  private func placeRows(_ iteration: Int) -> Int {
    let count = training.targets.count
    if sampler.usesAllRows {
      grower.partition.fill(0..<Int32(count))
      return count
    }
    let rows = sampler.rows(of: count, iteration: iteration)
    grower.partition.fill(rows)
    return rows.count
  }

  private func addToScores(_ grown: GrownTree, _ steps: [Double], _ leafValues: LeafValues) {
    if sampler.usesAllRows {
      leafValues.add(steps, to: &scores)
    } else {
      addByBins(grown, steps, grower.matrix, to: &scores)
    }
    if let matrix = validation?.matrix { addByBins(grown, steps, matrix, to: &validation!.scores) }
  }

  private func addByBins(
    _ grown: GrownTree, _ steps: [Double], _ matrix: BinnedMatrix, to scores: inout [Double]
  ) {
    let missingBins = grower.missingBins
    scores.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let scores = buffer
      parallelism.forEachChunk(of: matrix.rows) { rows in
        matrix.bins.withUnsafeBufferPointer { bins in
          missingBins.withUnsafeBufferPointer { missing in
            for row in rows {
              let leaf = grown.leaf(
                of: bins.baseAddress! + row * matrix.columns, missingBins: missing.baseAddress!)
              scores[row] += steps[leaf]
            }
          }
        }
      }
    }
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
