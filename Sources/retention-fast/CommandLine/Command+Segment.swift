import CommandParsing
import Pipeline

extension Command {
  static let segment = Command(
    name: "segment",
    abstract: "Group customers and name the groups",
    discussion: "Starts from the features of a run.",
    options: fromRun,
    examples: [
      Example("retention-fast segment --set segmentation.n_clusters=5", "Five segments, instead of the best number.")
    ],
    run: { try RunCommand($0, stages: [.segment]).fromRun() })
}
