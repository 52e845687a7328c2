import CommandParsing
import Pipeline

extension Command {
  static let features = Command(
    name: "features",
    abstract: "Compute customer features at every snapshot date",
    discussion: """
      Starts from the cleaned lines of a run, or with --data from order lines, which are cleaned first. A feature only \
      sees what was known before its snapshot date.
      """,
    options: [.run.excluding("data"), .data, .mapping, .appendTo.excluding("run")] + .settings + .output + .display,
    examples: [
      Example("retention-fast features --as-of 2011-12-10", "From the latest run, scored on that day."),
      Example("retention-fast features --data orders.csv", "From order lines to stored features."),
    ],
    run: { invocation in
      if invocation.common.data.isEmpty {
        guard invocation.common.appendTo == nil else {
          throw UsageError(path: invocation.path, problem: .missingOption("--data", placeholder: "PATH"))
        }
        return try RunCommand(invocation, stages: [.features]).fromRun()
      }
      try RunCommand(invocation, stages: [.ingest, .validate, .clean, .features]).fromData()
    })

  /// Options of the commands that start from a run.
  static let fromRun: [OptionSpec] = [.run] + .settings + .output + .display
}
