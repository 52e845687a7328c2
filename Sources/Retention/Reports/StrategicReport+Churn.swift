import CivilTime
import Text

// MARK: - Who may not come back, and when customers may order again.

extension StrategicReport {
  var churn: String {
    guard let churn = report.churn else { return "" }
    let (scores, recency) = (churn.scores, churn.baselines.recency)
    let verdict =
      churn.beatsRecency
      ? "It ranks customers better than the days since their last order do"
      : "It is **no better than the days since the last order**, beyond what chance explains"
    return """
      ## Who may not come back

      A customer counts as lost without an order in \(settings.churn.horizonDays) days. On \
      \(grouped(churn.testCount)) customers at \(churn.testSnapshot) \
      (holdout by \(churn.holdout)), \(percent(churn.prevalence)) were lost. The \
      chosen model, \(escaped(churn.champion)), has an AUC of \(decimal(scores.auc)) \
      (95 % interval \(decimal(scores.aucLow))-\(decimal(scores.aucHigh))). \(verdict) \
      (AUC \(decimal(recency.auc)), \(decimal(recency.aucLow))-\
      \(decimal(recency.aucHigh))\(gain(churn.gainOverRecency))).\(sampled(churn.trainingShare, churn.testShare))

      Probabilities are off by \(points(scores.ece)) percentage points on average (a perfect model would show \
      \(points(scores.eceByChance)) by chance on as many customers); \
      \(points(scores.eceLevelRemoved)) once the level of the season is removed. \(level(churn.levelBand)) Contacting pays from a \
      probability of \(percent(scores.threshold)) on; \
      customers above it are worth \(amount(churn.valueAtStake)) each on average, if they stay.
      """
  }

  /// How far all probabilities can be off together.
  func level(_ band: ChurnReport.LevelBand?) -> String {
    guard let band, let value = band.value else {
      return "How far all of them can be off together is unknown: `churn --backtest` shows it from four tests on."
    }
    let days = (calendar.dataEnd - calendar.dataStart) / Microseconds.day
    let history = days < 730 ? ", because less than two years of history cannot show the season" : ""
    return "All of them together can be off by about \(points(value)) points\(history): the backtest of run "
      + "\(band.run), over \(band.origins) snapshots, was off by as much (root mean square)."
  }

  /// Empty where the difference is not known.
  private func gain(_ gain: ChurnReport.Gain?) -> String {
    gain.map {
      "; difference on the same customers \(decimal($0.estimate)), \(decimal($0.low)) to \(decimal($0.high))"
    } ?? ""
  }

  /// What the models learned from and were tested on, where these were not all customers.
  func sampled(_ training: Double?, _ test: Double?, by subject: String = "It") -> String {
    let (training, test) = (training ?? 1, test ?? 1)
    guard training < 1 || test < 1 else { return "" }
    let learned = training < 1 ? "a random \(percent(training, 1)) of the customers" : "all customers"
    let tested = test < 1 ? "\(training < 1 ? "another" : "a") random \(percent(test, 1))" : "all"
    return " \(subject) learned from \(learned) and \(subject == "It" ? "was" : "were") tested on \(tested)."
  }

  var nextOrder: String {
    guard let next = report.nextOrder, next.withDate > 0 else { return "" }
    let counts =
      "\(grouped(next.withDate)) of \(counted(next.scored, "scored customer", as: grouped(next.scored))) have a date by which half of the "
      + "customers like them order again, \(grouped(next.withAllDates)) also one by which nine in ten do "
      + "(`predictions/customer_scores.parquet`)."
    return ["## When they may order again", counts, nextOrderTest(next)].filter { !$0.isEmpty }.joined(
      separator: "\n\n")
  }

  /// Customers of whom a share says something.
  private static let fewestToTest = 30

  private func nextOrderTest(_ next: NextOrderReport) -> String {
    guard let snapshot = next.testSnapshot else {
      return "The dates are not tested: no snapshot has \(next.horizonDays) days of orders after it."
    }
    let passed = counted(next.n ?? 0, "customer", as: grouped(next.n ?? 0))
    let coverage = next.coverage.map { share in
      (next.n ?? 0) < Self.fewestToTest
        ? "the dates of only \(passed) have all passed, too few to test the first and the last"
        : "of the \(passed) whose dates have all passed, \(percent(share)) ordered between the first and the last "
          + "(\(percent(next.coverageTarget)) were to)"
    }
    let half = next.byMiddle.map { share in
      "of the \(grouped(next.dated ?? 0)) whose middle date has passed, \(percent(share)) had ordered by then (half were to)"
        + (next.medianErrorDays.map { error in
          ", and half of these dates were off by at most \(counted(Int(error), "day"))"
            + (next.baselineErrorDays.map { " (the last order and one usual gap: \(rounded($0, 0)))" } ?? "")
        } ?? "")
    }
    let errors = next.meanErrorDays.map { error in
      "over all customers, the middle date was off by \(rounded(error, 0)) days on average, and the last order and one "
        + "usual gap by \(rounded(next.baselineMeanErrorDays, 0)) (what lies after the data's end counts as its end)"
    }
    let level = next.returnPredicted.map {
      "within \(next.horizonDays) days, \(percent($0)) were to order, and \(percent(next.returnObserved)) did"
    }
    let parts = [coverage, half, errors, level].compactMap { $0 }
    return "Tested at \(snapshot): " + (parts.isEmpty ? "none of the dates has passed" : parts.joined(separator: "; "))
      + "."
  }
}
