/// How good the next-order dates are: `next_order` of `metrics.json`.
package struct NextOrderReport: StageReport, Hashable {
  package static let key = "next_order"

  /// Scored customers, those with a middle date, and those with all three.
  package let scored: Int
  package let withDate: Int
  package let withAllDates: Int
  /// Usual gap of the shop in days.
  @Nullable package var shopGapDays: Double?
  /// Gaps that had ended, which the dates are learned from.
  package let gaps: Int
  /// nil where no snapshot has an outcome yet, as in what follows.
  @Nullable package var testSnapshot: String?
  /// Share of the customers who were tested, 0 to 1; below 1 for a sample.
  @Nullable package var testShare: Double?
  /// Test customers whose dates all lay within the data: whether they ordered between them is known of all of these.
  @Nullable package var n: Int?
  /// Share of these who ordered between the first date and the last one.
  @Nullable package var coverage: Double?
  package let coverageTarget: Double
  /// Test customers whose middle date lay within the data.
  @Nullable package var dated: Int?
  /// Median over these of the days between the middle date and the next order; who has not ordered is off by more than
  /// all others. nil where more than half have not.
  @Nullable package var medianErrorDays: Double?
  /// The same of the last order and one usual gap.
  @Nullable package var baselineErrorDays: Double?
  /// Share of these who had ordered by the middle date.
  @Nullable package var byMiddle: Double?
  /// Mean of `NextOrderTest.cutErrors`, and of `baselineCutErrors`.
  @Nullable package var meanErrorDays: Double?
  @Nullable package var baselineMeanErrorDays: Double?
  /// Test customers whose chance of an order within the horizon is known.
  @Nullable package var withChance: Int?
  /// Mean of these chances, and the share who ordered.
  @Nullable package var returnPredicted: Double?
  @Nullable package var returnObserved: Double?
  /// Days of that horizon.
  package let horizonDays: Int

  enum CodingKeys: String, CodingKey {
    case scored, gaps, n, coverage, dated
    case withDate = "with_date"
    case withAllDates = "with_all_dates"
    case shopGapDays = "shop_gap_days"
    case testSnapshot = "test_snapshot"
    case testShare = "test_share"
    case coverageTarget = "coverage_target"
    case medianErrorDays = "median_error_days"
    case baselineErrorDays = "baseline_error_days"
    case byMiddle = "by_middle"
    case meanErrorDays = "mean_error_days"
    case baselineMeanErrorDays = "baseline_mean_error_days"
    case withChance = "with_chance"
    case returnPredicted = "return_predicted"
    case returnObserved = "return_observed"
    case horizonDays = "horizon_days"
  }

  /// - Parameters:
  ///   - model: whose dates these are.
  ///   - test: nil where no snapshot has an outcome yet.
  ///   - testShare: of the customers, in the test.
  package init(
    _ dates: [NextOrder], of model: NextOrderModel, test: NextOrderTest?, testShare: Double?, horizonDays: Int
  ) {
    self.testShare = testShare
    scored = dates.count
    withDate = dates.count { $0.middle != nil }
    withAllDates = dates.count { $0.low != nil && $0.middle != nil && $0.high != nil }
    gaps = model.gaps.reduce(0, +)
    coverageTarget = NextOrderModel.coverage
    self.horizonDays = horizonDays
    shopGapDays = model.shopGapDays
    testSnapshot = test?.snapshot.description
    n = test?.within.count
    coverage = test.flatMap { Self.share($0.within) }
    dated = test?.errors.count
    medianErrorDays = test.flatMap { Self.median($0.errors) }
    baselineErrorDays = test.flatMap { Self.median($0.baselineErrors) }
    byMiddle = test.flatMap { Self.share($0.byMiddle) }
    meanErrorDays = test.flatMap { Self.mean($0.cutErrors) }
    baselineMeanErrorDays = test.flatMap { Self.mean($0.baselineCutErrors) }
    withChance = test?.chances.count
    returnPredicted = test.flatMap { Self.mean($0.chances) }
    returnObserved = test.flatMap { Self.share($0.isBack) }
  }

  private static func share(_ flags: [Bool]) -> Double? {
    flags.isEmpty ? nil : Double(flags.count { $0 }) / Double(flags.count)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The lower median, so that it is one of the values; nil where it is infinite.
  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
  }
}
