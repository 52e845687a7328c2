import CommandParsing
import Pipeline

extension Command {
  static let clv = Command(
    name: "clv",
    abstract: "Predict what each customer will spend, with intervals",
    discussion: """
      Starts from the features of a run. With --backtest, the models are first tested at every snapshot with an outcome, \
      with what was known on that day; later runs on the same shop say how far the values were off together.
      """,
    options: [.backtest] + fromRun,
    examples: [
      Example("retention-fast clv --run latest --json", "The metrics as one JSON document."),
      Example(
        "retention-fast clv --backtest --set clv.horizon_days=90",
        "How good values of 90 days would have been, month by month."
      ),
    ],
    run: { invocation in
      let isBacktest = invocation.options.contains(.backtest)
      try RunCommand(
        invocation, stages: isBacktest ? [.lifetimeValueBacktest, .lifetimeValue] : [.lifetimeValue]
      ).fromRun()
    })
}
