import CommandParsing
import Foundation
import Pipeline
import Retention

extension Command {
  static let validate = Command(
    name: "validate",
    abstract: "Check order lines and say what is wrong with them",
    discussion: """
      Runs the checks of 'train' and publishes nothing; the report goes to standard output, as a table or as JSON. Ends \
      with exit code 5 where a check with the severity 'error' failed.
      """,
    options: .growingInput + .settings + [.output, .json] + .display,
    examples: [Example("retention-fast validate --data orders.csv --json", "One JSON document with every check.")],
    run: { try RunCommand($0, stages: [.ingest, .validate]).validate() })
}
