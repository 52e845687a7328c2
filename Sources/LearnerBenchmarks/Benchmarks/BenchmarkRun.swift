import Runs
import Text

/// One measured fit or prediction.
package struct BenchmarkRun: Sendable {
  package let task: BenchmarkTask
  /// Path of the table.
  package let data: String
  /// Number of the run, from 1.
  package let run: Int
  /// Number of training rows, or of predicted rows if the task is `prediction`.
  package let rows: Int
  /// Number of features.
  package let features: Int
  package let threads: Int
  var cost: FitCost?
  /// Median seconds of five predictions of the holdout, or of all rows if the task is `prediction` and there is none.
  package internal(set) var predictSeconds: Double?
  /// Number of trees, or of passes over all rows that changed the model.
  package internal(set) var iterations: Int?
  /// How good the model is: `auc`, `log_loss`, `rmse`, `inertia`, …
  package internal(set) var scores: [Score] = []

  /// A figure of the model, under the name that the programs in `Benchmarks/peers` use.
  package struct Score: Sendable, Hashable {
    package let name: String
    package let value: Value

    /// A figure, or one per number of clusters.
    package enum Value: Sendable, Hashable {
      case number(Double)
      case count(Int)
      /// By number of clusters; nil where undefined.
      case byClusters([Int: Double?])
    }
  }
}

extension BenchmarkRun {
  /// Wall-clock seconds of the fit; nil if nothing was fitted in this run.
  package var fitSeconds: Double? { cost?.seconds }

  /// The score of a name; nil if this run does not have it.
  package func score(_ name: String) -> Score.Value? { scores.first { $0.name == name }?.value }

  mutating func add(_ name: String, _ value: Double?) {
    if let value { scores.append(Score(name: name, value: .number(value))) }
  }

  mutating func add(_ name: String, count: Int) { scores.append(Score(name: name, value: .count(count))) }

  /// A value for each number of clusters.
  mutating func add(_ name: String, _ values: [(clusters: Int, value: Double?)]) {
    let byClusters = Dictionary(uniqueKeysWithValues: values.map { ($0.clusters, $0.value) })
    scores.append(Score(name: name, value: .byClusters(byClusters)))
  }

  /// The run as one line for people, with a line feed.
  package var text: String {
    var parts: [String] = []
    if let cost { parts.append("fit \(decimal(cost.seconds, places: 3)) s") }
    if let predictSeconds { parts.append("prediction \(decimal(predictSeconds, places: 4)) s") }
    if let iterations { parts.append("\(iterations) iterations") }
    for score in scores {
      guard case .number(let value) = score.value else { continue }
      let name = score.name
      parts.append("\(name) \(value < 1e-3 ? "\(value)" : decimal(value, places: 6))")
    }
    if let cost { parts.append("\(decimal(cost.addedMegabytes, places: 0)) MB above the input") }
    return "\(task.rawValue.padded(to: 9))\(grouped(rows)) x \(features): " + parts.joined(separator: ", ") + "\n"
  }

}
