import CommandParsing
import Pipeline

extension Command {
  static let clean = Command(
    name: "clean",
    abstract: "Read and clean order lines",
    discussion: "Writes a run with the cleaned lines, and with the rejected ones and the reason for each.",
    options: .growingInput + .settings + .output + .display,
    examples: [
      Example("retention-fast clean --data orders.csv --set cleaning.duplicates=drop", "Repeated lines are dropped.")
    ],
    run: { try RunCommand($0, stages: [.ingest, .validate, .clean]).fromData() })
}
