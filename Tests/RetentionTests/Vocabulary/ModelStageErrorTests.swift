import Failures
import Retention
import Testing

@Suite("Too little data for a stage")
struct ModelStageErrorTests {
  @Test(
    "says what there is, what is needed, and what to do",
    arguments: [
      (
        ModelStageError.historyTooShort(stage: "churn", horizonDays: 90, missingDays: 12),
        "not enough history for churn: a label needs a first-of-month snapshot with 90 days of orders after it, and the "
          + "data ends 12 days too early; set churn.horizon_days to 60; clean, features and segment can still run on this data."
      ),
      (
        .tooFewToSegment(found: 1, different: nil, segments: 3),
        "not enough customers for segment: 1 customer to score, and 3 segments need at least as many; clean and features "
          + "can still run on this data."
      ),
      (
        .tooFewToSegment(found: 9, different: 2, segments: 3),
        "not enough customers for segment: 9 customers to score with only 2 distinct profiles, and 3 segments need at "
          + "least as many; clean and features can still run on this data."
      ),
      (
        .oneClass(stage: "churn", snapshot: Snapshot(day: 15_218), label: 1),
        "not enough variety for churn: of the customers at 2011-09-01, practically all churned; set churn.horizon_days to "
          + "a horizon after which some come back and some do not."
      ),
      (
        .nobodyCameBack(
          stage: "churn", customers: 400, returning: 0,
          other: ReturningColumn(name: "customer_unique_id", values: 132, returning: 112)),
        "not enough variety for churn: no customer has a second order, of 400 in all; is customer_id the person who buys, "
          + "or new with every order? 'customer_unique_id' has 132 values, of which 112 come back: map customer_id to it."
      ),
      (
        .nobodyCameBack(stage: "churn", customers: 400, returning: 3, other: nil),
        "not enough variety for churn: only 3 of 400 customers have a second order; is customer_id the person who buys, or "
          + "new with every order? no other column has values that come back, and if all bought once only, no "
          + "horizon helps, because there is nothing to learn from who comes back."
      ),
      (
        .noRevenue(stage: "clv", rows: 3, horizonDays: 180),
        "not enough revenue for clv: none of the 3 training rows brought any within 180 days, because nobody ordered "
          + "again or all of it came back; set clv.horizon_days longer."
      ),
      (
        .nobodyToScore(snapshot: Snapshot(day: 15_218), windowDays: 180),
        "no customer has an order in the 180 days before 2011-09-01, the day to score; check --as-of, or lengthen "
          + "features.window_days."
      ),
      (
        .nobodyToScore(stage: "clv", snapshot: Snapshot(day: 15_218), windowDays: 180),
        "not enough customers for clv: no customer has an order in the 180 days before 2011-09-01, the day to score; "
          + "lengthen features.window_days."
      ),
      (
        .noUsableRows(input: 9, mainReason: .zeroQuantity, removed: 5),
        "no usable rows: all 9 lines were removed in cleaning, 5 of them as zero_quantity; see what 'retention-fast "
          + "validate' says, and check the mapping."
      ),
      (
        .noUsableRows(input: 0, mainReason: nil, removed: 0),
        "no usable rows: all 0 lines were removed in cleaning; see what 'retention-fast validate' says, and check the "
          + "mapping."
      ),
    ])
  func sentences(error: ModelStageError, sentence: String) {
    #expect(error.description == sentence)
    #expect(error.failureKind == .notEnoughData)
  }

  @Test("the reason is the sentence without what can still run, which a run knows better")
  func reasons() {
    #expect(
      ModelStageError.tooFewCustomers(stage: "churn", found: 3, needed: 40).reason
        == "not enough customers for churn: 3 at the test snapshot, at least 40 are needed")
    #expect(
      ModelStageError.noClusters(found: 3, different: nil, clusters: 3, needed: 6)
        == "not enough customers for clusters: 3 customers to score, and 3 clusters need at least 6")
    #expect(
      ModelStageError.noClusters(found: 9, different: 1, clusters: 3, needed: 3)
        == "not enough customers for clusters: 9 customers to score with only 1 distinct profile, and 3 clusters need at "
        + "least 3")
  }

  @Test("a model that nobody named is a mistake in the settings, not thin data")
  func noCandidate() {
    #expect(ModelStageError.noCandidate(stage: "churn").failureKind == .configuration)
  }
}
