import Pipeline

extension Command {
  static let features = Command(
    name: "features",
    abstract: "Compute customer features at every snapshot date",
    discussion: "Starts from the cleaned lines of a run. A feature only sees what was known before its snapshot date.",
    options: fromRun,
    examples: [Example("retention-fast features --as-of 2011-12-10", "From the latest run, scored on that day.")],
    run: { try RunCommand($0, stages: [.features]).fromRun() })

  /// Options of the stages that start from a run.
  static let fromRun: [OptionSpec] = [.run] + .settings + .output + .display
}
