import CommandParsing
import Pipeline

extension Command {
  static let train = Command(
    name: "train",
    abstract: "Run every stage, from order lines to a campaign plan",
    discussion: """
      Writes a run into the output folder and points 'latest' at it when everything is done. A run that fails, or is \
      stopped with Ctrl-C, leaves 'latest' as it was and no run behind; a failed check of the lines leaves \
      validation_report.csv in the output folder. Where the data is too thin for a model, the run goes without it and \
      says why.
      """,
    options: .growingInput + .settings + .output + .display,
    examples: [
      Example("retention-fast train --data orders.csv", "Column names that are well known are recognized."),
      Example(
        "retention-fast train --data 2025.csv 2026.csv --mapping columns.json --set allocation.budget=20000",
        "Two files, own column names, and one setting changed."),
      Example(
        "retention-fast train --data exports/ --append-to latest",
        "What is new in a folder of exports, added to the last run with its settings."),
    ],
    run: { try RunCommand($0, stages: StageList.standard.namesOfWholeRun, thinData: .leavesOut).fromData() })
}
