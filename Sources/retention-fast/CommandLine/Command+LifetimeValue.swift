import CommandParsing
import Pipeline

extension Command {
  static let clv = Command(
    name: "clv",
    abstract: "Predict what each customer will spend, with intervals",
    discussion: "Starts from the features of a run.",
    options: fromRun,
    examples: [Example("retention-fast clv --run latest --json", "The metrics as one JSON document.")],
    run: { try RunCommand($0, stages: [.lifetimeValue]).fromRun() })
}
