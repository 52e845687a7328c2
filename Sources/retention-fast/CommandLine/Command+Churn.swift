import CommandParsing
import Pipeline

extension Command {
  static let churn = Command(
    name: "churn",
    abstract: "Train and compare models of who will not come back",
    discussion: """
      Starts from the features of a run. Every model is trained on the past and judged on a later snapshot; the best \
      one scores the customers.
      """,
    options: fromRun,
    examples: [
      Example("retention-fast churn --set churn.horizon_days=60", "Who will not order within the next 60 days.")
    ],
    run: { try RunCommand($0, stages: [.churn]).fromRun() })
}
