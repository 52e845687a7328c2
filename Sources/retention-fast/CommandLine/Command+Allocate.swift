import CommandParsing
import Pipeline

extension Command {
  static let allocate = Command(
    name: "allocate",
    abstract: "Plan a campaign: who gets which offer within the budget",
    discussion: "Starts from the scores of a run.",
    options: fromRun,
    examples: [
      Example("retention-fast allocate --set allocation.budget=10000", "The latest scores with another budget.")
    ],
    run: { try RunCommand($0, stages: [.allocate, .report]).fromRun() })
}
