import Text

// MARK: - What customers will be worth.

extension StrategicReport {
  var value: String {
    guard let value = report.lifetimeValue else { return "" }
    let row = { (name: String, errors: LifetimeValueReport.Errors) in
      [name, amount(errors.mae), amount(errors.rmse), decimal(errors.spearman, 2), decimal(errors.gini, 2)]
    }
    return """
      ## What they will be worth

      Revenue less returns in the next \(settings.lifetimeValue.horizonDays) days, tested on \
      \(grouped(value.testCount)) customers at \(value.testSnapshot) \
      (holdout by \(value.holdout)):

      \(table(
        ["", "Mean absolute error", "Root mean square error", "Spearman", "Gini"],
        [
          row(escaped(value.model), value.errors), row("Median (clv\\_p50)", value.median),
          row("Spend as before", value.baselines.pastSpend),
          row("Spend as before, less returns", value.baselines.pastSpendNet),
          row("Mean of all", value.baselines.mean),
        ]))

      The interval from low to high was to hold \(percent(value.coverageTarget)) of the customers; it \
      held \(percent(value.coverage, 1))\(coverageBySegment(value))\(aboveHigh(value)). The model's values add up to \
      \(percent(value.errors.level)) of what the test customers spent.\(overLastHorizon(value))\(backtest(value.backtest)) The hundredth of the customers with the largest errors carries \(percent(value.topErrorShare)) of the error.

      Why \(escaped(value.model)), by customers whom the models had not seen: \
      \(escaped(value.reason)).\(sampled(value.trainingShare, value.testShare, by: "The models"))
      """
  }

  /// How much more or less than of late the customers are taken to spend; empty where it is unknown.
  private func overLastHorizon(_ value: LifetimeValueReport) -> String {
    value.overLastHorizon.map {
      " Those of the customers who are scored now add up to \(rounded($0, 2)) times what these brought in the last "
        + "\(settings.lifetimeValue.horizonDays) days.\(levelFactor(value))"
    } ?? ""
  }

  /// Empty where values are as the models say them.
  private func levelFactor(_ value: LifetimeValueReport) -> String {
    guard let factor = value.levelFactor, abs(factor - 1) >= 0.005 else { return "" }
    return
      " (All of them were multiplied by \(rounded(factor, 2)), part of the way back to spend as before, because the "
      + "season after the days that were learned from need not come again.)"
  }

  /// How far sums of values and intervals were off when they were tested at earlier snapshots.
  private func backtest(_ backtest: LifetimeValueReport.Backtest?) -> String {
    guard let backtest, let least = backtest.leastLevel, let largest = backtest.largestLevel else {
      return " How far all values can be off together is unknown: `clv --backtest` shows it where the history is long "
        + "enough."
    }
    let tests = counted(backtest.origins, "earlier snapshot")
    let sums = least == largest ? percent(least) : "\(percent(least)) to \(percent(largest))"
    return
      " At \(tests), with what was known there, the values added up to \(sums) of what came, and the interval held "
      + "\(percent(backtest.coverage, 1)) on average (backtest of run \(backtest.run))."
  }

  /// The segments whose interval held least and most, of those with enough customers to tell; empty for fewer than two.
  private func coverageBySegment(_ value: LifetimeValueReport) -> String {
    let known = value.coverageBySegment.filter { $0.n >= IntervalRule.leastGroup }.compactMap { segment in
      segment.coverage.map { (name: segment.segment, coverage: $0) }
    }
    guard known.count > 1, let least = known.min(by: { $0.coverage < $1.coverage }),
      let most = known.max(by: { $0.coverage < $1.coverage })
    else { return "" }
    return
      ", by segment of at least \(IntervalRule.leastGroup) of them from \(percent(least.coverage, 1)) (\(escaped(least.name))) to "
      + "\(percent(most.coverage, 1)) (\(escaped(most.name)))"
  }

  /// Empty where no expected value lies above its interval.
  private func aboveHigh(_ value: LifetimeValueReport) -> String {
    guard let share = value.aboveHighShare, share > 0 else { return "" }
    return
      "; for \(percent(share, 1)) of the scored customers it was widened to hold the expected value, which a few large "
      + "values lift above what most reach"
  }
}
