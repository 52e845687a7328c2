import Learning
import Numerics

/// Everything that lifetime value is learned from, tested on and predicted for.
struct ValueRows {
  /// To learn from before the test, of a sample of the customers where there are very many.
  let training: LabelledRows
  /// Those of them that folds are made of: fewer where there are very many, as out-of-fold predictions only choose among
  /// models and set margins.
  let outOfFold: LabelledRows
  /// Share of the customers in `training`.
  let share: Double
  let test: LabelledRows
  /// Share of the customers in `test`.
  let testShare: Double
  let testSnapshot: Snapshot
  /// To learn from once the test is over.
  let finished: LabelledRows
  let scored: SnapshotRows
  /// Whether the test is later than all of `training`.
  let isTimeHoldout: Bool
  let buyTillYouDie: [Snapshot: Result<BuyTillYouDieFit, BuyTillYouDieError>]

  /// - Parameters:
  ///   - train: those to learn from.
  ///   - trainingMonths: of the snapshots to learn from once the test is over, as in `[Snapshot].within(months:)`.
  ///   - testsAlone: without rows to score, and without those that are learned from once the test is over.
  /// - Throws: `Cancelled`.
  init(
    _ input: ModelInput, _ settings: LifetimeValueSettings, windowDays: Int, train: [Snapshot], test: Snapshot,
    trainingMonths: Int? = nil, seed: UInt64, testsAlone: Bool = false, context: ExecutionContext
  ) throws {
    isTimeHoldout = !train.contains(test)
    testSnapshot = test
    let blocks = try input.trainingBlocks(at: train, seed: seed, context: context)
    let all =
      isTimeHoldout && !testsAlone
      ? try input.trainingBlocks(
        at: input.calendar.labelled(horizonDays: settings.horizonDays).within(months: trainingMonths), seed: seed,
        context: context
      ).blocks : blocks.blocks
    share = blocks.share
    let tested = try input.testBlock(at: test, seed: seed, context: context)
    let testBlock = [tested?.block].compactMap(\.self)
    testShare = tested?.share ?? 1
    let scoredBlock = testsAlone ? [] : [input.table.at(input.calendar.scoring)].compactMap { $0 }
    let histories = input.labels.histories
    let sweep = SpendSweep(
      histories: histories, matches: try input.matches(context), windowDays: windowDays,
      horizonDays: settings.horizonDays, settings: settings.buyTillYouDie,
      sample: BuyTillYouDieFit.FittingSample(idHashes: input.idHashes, seed: seed))
    // The widest block of each snapshot: all customers for scoring, those tested and, where models learn there too, those
    // learned from.
    var widest: [Snapshot: SnapshotFeatures] = [:]
    let testAndTraining = testsAlone ? testBlock : [input.table.at(test)].compactMap(\.self)
    for block in testAndTraining + scoredBlock + blocks.blocks + all where widest[block.snapshot] == nil {
      widest[block.snapshot] = block
    }
    buyTillYouDie = try sweep.fits(
      widest.values.sorted { $0.snapshot < $1.snapshot }.map { ($0.snapshot, $0.customers) }, context: context)
    // Left out where one is missing: a model that reads it has to have it everywhere.
    let fits = try? buyTillYouDie.mapValues { try $0.get() }
    func rows(_ blocks: [SnapshotFeatures]) throws(Cancelled) -> LabelledRows {
      var rows = try input.rows(blocks, context: context) { (customers, snapshot) throws(Cancelled) in
        // Sums of many prices leave residues that are no money.
        try input.labels.lifetimeValue(
          of: customers, at: snapshot, horizonDays: settings.horizonDays, context: context
        ).map { $0 < Self.leastMoney ? 0 : $0 }
      }
      rows.spend = try sweep.inputs(blocks.map { ($0.snapshot, $0.customers) }, fits: fits, context: context)
      return rows
    }
    func weighted(_ rows: LabelledRows) throws -> LabelledRows {
      var rows = settings.halfLifeDays.map { rows.weighted(halfLifeDays: $0) } ?? rows
      if rows.count > 0 {
        rows.bins = try SharedBins(
          rows.features, settings: settings.intervalTrees.boosting(.squaredError, seed: seed), context: context)
      }
      return rows
    }
    training = try weighted(rows(blocks.blocks))
    let part = CustomerSample(
      rows: Int(Double(training.count) / share), limit: Self.outOfFoldRows, seed: seed)
    outOfFold =
      part.share < share
      ? try training.rows(context: context) { part.contains(idHash: input.idHashes[Int($0)]) } : training
    self.test = try rows(testBlock)
    finished = isTimeHoldout && !testsAlone ? try weighted(rows(all)) : training
    let customers = scoredBlock.first?.customers ?? []
    scored = SnapshotRows(
      features: try input.features(of: scoredBlock, context: context), customers: customers,
      snapshot: input.calendar.scoring,
      spend: try sweep.inputs(scoredBlock.map { ($0.snapshot, $0.customers) }, fits: fits, context: context))
  }

  /// Rows that folds are made of, roughly, at most.
  private static let outOfFoldRows = 60_000
  /// Half of the smallest amount that is told from 0.
  private static let leastMoney = 5e-7
}

extension ModelInput {
  fileprivate func matches(_ context: ExecutionContext) throws(Cancelled) -> ReturnMatches {
    if case .net(let matches) = labels.basis { return matches }
    return try ReturnMatches(labels.histories, context: context)
  }
}

extension LabelledRows {
  /// Customers with a row.
  var customerCount: Int {
    var isPresent = [Bool](repeating: false, count: Int(customers.max() ?? -1) + 1)
    for customer in customers { isPresent[Int(customer)] = true }
    return isPresent.count { $0 }
  }

  /// The least label above 0; infinite where there is none.
  var leastValue: Double { labels.reduce(.infinity) { $1 > 0 ? min($0, $1) : $0 } }
}
