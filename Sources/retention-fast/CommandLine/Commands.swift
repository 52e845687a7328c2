import CommandParsing
import Pipeline

extension Command {
  /// The whole tree of commands. A new subcommand is a file of its own and an entry here.
  static let retentionFast: Command = Command(
    name: "retention-fast",
    abstract: "Turns a shop's order lines into retention decisions",
    discussion: """
      Reads order lines, checks and cleans them, and finds customer segments, the risk that each customer leaves, \
      what each is worth, and whom to spend a budget on. 'train' does all of it; the other commands do one stage.
      """,
    options: [.color, .version],
    examples: [
      Example("retention-fast generate --customers 500 --to shop.csv", "Write a small synthetic shop."),
      Example("retention-fast train --data shop.csv", "Do everything, and leave the results in runs/latest."),
    ],
    tables: [Table("Exit codes", ExitCode.allCases.map { (String($0.rawValue), $0.meaning) })],
    subcommands: [
      .train, .inspect, .validate, .clean, .features, .segment, .churn, .clv, .allocate, .config, .plugins, .generate,
      .bench, .completions, .manual, .help, .version,
    ])
}
