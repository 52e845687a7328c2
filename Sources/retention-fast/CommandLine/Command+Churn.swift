import CommandParsing
import Pipeline

extension Command {
  static let churn = Command(
    name: "churn",
    abstract: "Train and compare models of who will not come back",
    discussion: """
      Starts from the features of a run. Every model is trained on the past and judged on a later snapshot; the best \
      one scores the customers. With --backtest, they are first tested at every snapshot with an outcome, with what was \
      known on that day; later runs on the same shop say how far the share of churners was off.
      """,
    options: [.backtest] + fromRun,
    examples: [
      Example("retention-fast churn --set churn.horizon_days=60", "Who will not order within the next 60 days."),
      Example("retention-fast churn --backtest", "How good the models would have been, month by month."),
    ],
    run: { invocation in
      let isBacktest = invocation.options.contains(.backtest)
      try RunCommand(invocation, stages: isBacktest ? [.churnBacktest, .churn] : [.churn]).fromRun()
    })
}

extension OptionSpec {
  /// Tests at every snapshot.
  static let backtest = flag("backtest", "Test at every snapshot with an outcome, and print a table of the tests")
}
