package import Learning
package import Numerics

/// BG/NBD and Gamma–Gamma at one snapshot, fitted to all that was bought before it.
package struct BuyTillYouDieFit: Sendable {
  package let snapshot: Snapshot
  package let purchases: BGNBDModel
  package let spend: GammaGammaModel
  /// Customers whom the models were fitted to: a random sample where there are very many.
  package let fittedCustomers: Int
  /// Customers with an order before the snapshot, ascending; the arrays below go with them.
  package let customers: [Int32]
  /// NaN for who came once: BG/NBD lets nobody leave before a second purchase, so it would say 1 of all of them.
  package let probabilityAlive: [Double]
  /// Orders (days with an order) expected in the horizon.
  package let expectedPurchases: [Double]
  /// Expected purchases × expected value of one.
  package let expectedValue: [Double]

  /// The models are fitted to customers with any order before the snapshot: without those who have long been silent,
  /// nobody would seem to leave.
  ///
  /// - Parameters:
  ///   - isIncluded: by customer, who is described; nil for all.
  ///   - sample: draws those of all customers whom the models are fitted to; nil for all.
  /// - Throws: `Cancelled`, or `BuyTillYouDieError` where too few customers came back to fit anything.
  package init(
    histories: CustomerHistories, at snapshot: Snapshot, horizonDays: Int,
    settings: LifetimeValueSettings.BuyTillYouDie, isIncluded: [Bool]? = nil, sample: FittingSample? = nil,
    context: ExecutionContext
  ) throws {
    let summaries = try PurchaseSummaries(
      histories: histories, at: snapshot, periodDays: settings.periodDays, isIncluded: isIncluded, context: context)
    let fitting = try LikelihoodFitSettings(maxIterations: settings.maxIterations).validated()
    let drawn = sample?.drawn(of: histories.customerCount)
    let known =
      isIncluded == nil && drawn == nil
      ? summaries
      : try PurchaseSummaries(
        histories: histories, at: snapshot, periodDays: settings.periodDays, isIncluded: drawn, context: context)
    let purchases = try BGNBDLearner(fitting).fit(known.purchases, context: context)
    let spend = try GammaGammaLearner(fitting).fit(known.spend, context: context)
    fittedCustomers = known.customers.count
    let horizon = Double(horizonDays) / Double(settings.periodDays)
    self.snapshot = snapshot
    self.purchases = purchases
    self.spend = spend
    customers = summaries.customers
    probabilityAlive = zip(
      summaries.purchases, try purchases.probabilitiesAlive(summaries.purchases, context: context)
    ).map { $0.repeats > 0 ? $1 : .nan }
    expectedPurchases = try purchases.expectedPurchases(
      horizon: horizon, given: summaries.purchases, context: context)
    expectedValue = zip(expectedPurchases, try spend.predict(summaries.spend, context: context)).map(*)
  }

  /// Position of a customer in the arrays; nil without an order before the snapshot.
  func position(of customer: Int32) -> Int? {
    let position = customers.partitioningIndex { $0 >= customer }
    return position < customers.count && customers[position] == customer ? position : nil
  }

  /// Values of the customers asked for; NaN for those without an order before the snapshot.
  package func values(_ values: [Double], of wanted: [Int32]) -> [Double] {
    wanted.map { position(of: $0).map { values[$0] } ?? .nan }
  }
}

extension BuyTillYouDieFit {
  /// Draws customers to fit to: four parameters gain nothing from more.
  package struct FittingSample: Sendable {
    let idHashes: [UInt64]
    let limit: Int
    let seed: UInt64

    /// - Parameters:
    ///   - idHashes: hash of each customer's id.
    ///   - limit: customers, roughly.
    package init(idHashes: [UInt64], limit: Int = 20_000, seed: UInt64) {
      self.idHashes = idHashes
      self.limit = limit
      self.seed = seed
    }

    /// By customer; nil where all are drawn.
    func drawn(of customers: Int) -> [Bool]? {
      let sample = CustomerSample(rows: customers, limit: limit, seed: seed)
      guard sample.share < 1 else { return nil }
      return (0..<customers).map { sample.contains(idHash: idHashes[$0]) }
    }
  }
}

/// Chooses BG/NBD × Gamma–Gamma as the model that decides. It needs no labels: it is fitted at each snapshot to the
/// purchases before it.
package struct BuyTillYouDieLearner: LifetimeValueLearner {
  let histories: CustomerHistories
  let horizonDays: Int
  let settings: LifetimeValueSettings.BuyTillYouDie

  package init(
    histories: CustomerHistories, horizonDays: Int, settings: LifetimeValueSettings.BuyTillYouDie
  ) {
    self.histories = histories
    self.horizonDays = horizonDays
    self.settings = settings
  }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    BuyTillYouDieModel(learner: self)
  }
}

package struct BuyTillYouDieModel: LifetimeValueModel {
  let learner: BuyTillYouDieLearner

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) throws -> [Double] {
    if let spend = rows.spend, spend.buyTillYouDie == learner.settings { return spend.column(.buyTillYouDie) }
    let fit = try BuyTillYouDieFit(
      histories: learner.histories, at: rows.snapshot, horizonDays: learner.horizonDays, settings: learner.settings,
      context: context)
    return fit.values(fit.expectedValue, of: rows.customers)
  }

  /// Kept in `bgnbd.json` in any case.
  package var files: [ModelFile] { [] }
}
