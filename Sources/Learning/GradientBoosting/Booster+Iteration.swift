import Numerics

// The parts of one iteration.

extension Booster {
  /// Derivatives of all rows, and this iteration's rows in the partition.
  func sampleRows(
    _ iteration: Int, _ derivatives: Derivatives
  ) throws -> (rowCount: Int, summary: DerivativeSummary) {
    let count = training.targets.count
    let summary = try loss.fillDerivatives(lossRows, into: derivatives, context: context)
    outOfBag = nil
    if sampler.usesAllRows(iteration) || !summary.isFinite {
      try grower.partition.fill(count, context: context)
      return (count, summary)
    }
    switch settings.rowSampling {
    case .bagging:
      let rows = try sampler.rows(of: count, iteration: iteration, context: context)
      grower.partition.fill(rows.drawn)
      outOfBag = rows.others
      return (rows.drawn.count, summary)
    case .goss(let top, let other):
      let sample = try sampler.oneSideSample(
        derivatives, topRate: top, otherRate: other, iteration: iteration, context: context)
      grower.partition.fill(sample.rows)
      return (sample.rows.count, sample.summary)
    }
  }

  /// Random bits of an iteration.
  func roundingKey(_ iteration: Int) -> SIMD2<UInt32> {
    let bits = Philox(seed: settings.seed).block(stream: RandomStream.rounding, counter: UInt64(iteration))
    return SIMD2(bits[0], bits[1])
  }

  /// - Returns: false where no leaf could be split.
  func growTree(
    _ gradients: QuantizedGradients, _ derivatives: Derivatives, rowCount: Int, _ iteration: Int
  ) throws -> Bool {
    let finder = SplitFinder(quantizer: gradients.quantizer, settings: settings, constraints: constraints)
    let grown = try grower.grow(
      gradients, rowCount: rowCount, columns: sampler.columns(columns, iteration: iteration), finder: finder)
    guard grown.leaves.count > 1 else { return false }
    let leafValues = LeafValues(tree: grown, partition: grower.partition, finder: finder, context: context)
    let steps = try clock.measure(.leaves) {
      let steps = try leafValues.values(loss.renewal, derivatives: derivatives, rows: lossRows)
        .map { $0 * settings.learningRate }
      try addToTrainingScores(grown, steps, leafValues, iteration)
      return steps
    }
    try clock.measure(.validation) { try addToValidationScores(grown, steps) }
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
  ) throws {
    if sampler.usesAllRows(iteration) { return try leafValues.add(steps, to: &scores) }
    let tree = BinnedTree(grown, mapper: grower.matrix.mapper)
    guard let outOfBag else { return try tree.add(steps, of: grower.matrix, to: &scores, context: context) }
    // The others are in the leaves already.
    try leafValues.add(steps, to: &scores)
    try tree.add(steps, of: grower.matrix, rows: outOfBag, to: &scores, context: context)
  }

  private func addToValidationScores(_ grown: GrownTree, _ steps: [Double]) throws {
    guard let matrix = validation?.matrix else { return }
    try BinnedTree(grown, mapper: grower.matrix.mapper)
      .add(steps, of: matrix, to: &validation!.scores, context: context)
  }
}
