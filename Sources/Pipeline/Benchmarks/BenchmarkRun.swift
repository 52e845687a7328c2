import Text

/// One measured fit or prediction: a line of the report.
public struct BenchmarkRun: Sendable {
  public let task: BenchmarkTask
  /// The file that was learned from.
  public let data: String
  /// Counted from 1.
  public let run: Int
  /// Rows that were learned from, or predicted where nothing was learned.
  public let rows: Int
  public let features: Int
  public let threads: Int
  var cost: FitCost?
  /// Seconds to predict the rows of the holdout: the median of five calls.
  public internal(set) var predictSeconds: Double?
  /// Trees, or passes over all rows that changed the model.
  public internal(set) var iterations: Int?
  /// How good the model is: `auc`, `log_loss`, `rmse`, `inertia`, …
  public internal(set) var scores: [(name: String, value: JSONValue)] = []
}

extension BenchmarkRun {
  public var fitSeconds: Double? { cost?.seconds }

  public func score(_ name: String) -> JSONValue? { scores.first { $0.name == name }?.value }

  mutating func add(_ name: String, _ value: Double?) {
    if let value { scores.append((name, .number(value))) }
  }

  /// A value for each number of clusters.
  mutating func add(_ name: String, _ values: [(clusters: Int, value: Double?)]) {
    let members = values.map { (String($0.clusters), $0.value.map(JSONValue.number) ?? .null) }
    scores.append((name, .object(JSONObject(members))))
  }

  /// An object whose keys are those of the peers in `Benchmarks/peers`.
  public var json: JSONValue {
    var object: JSONObject = [
      "task": .string(task.rawValue), "contender": "retention-fast", "data": .string(data), "run": .integer(run),
      "threads": .integer(threads), "rows": .integer(rows), "features": .integer(features),
    ]
    if let cost {
      object["fit_seconds"] = .number(Self.microseconds(cost.seconds))
      object["cpu_seconds"] = .number(Self.microseconds(cost.processorSeconds))
      object["phases"] = .object(JSONObject(cost.phases.map { ($0.name, .number(Self.microseconds($0.seconds))) }))
    }
    if let predictSeconds { object["predict_seconds"] = .number(Self.microseconds(predictSeconds)) }
    object["peak_rss_mb"] = .number(cost?.peakMegabytes ?? ProcessMemory.peakMegabytes)
    if let cost { object["memory_above_input_mb"] = .number(cost.addedMegabytes) }
    if let iterations { object["iterations"] = .integer(iterations) }
    for (name, value) in scores { object[name] = value }
    return .object(object)
  }

  /// One line for people.
  public var text: String {
    var parts: [String] = []
    if let cost { parts.append("fit \(decimal(cost.seconds, places: 3)) s") }
    if let predictSeconds { parts.append("prediction \(decimal(predictSeconds, places: 4)) s") }
    if let iterations { parts.append("\(iterations) iterations") }
    for case (let name, .number(let value)) in scores {
      parts.append("\(name) \(value < 1e-3 ? "\(value)" : decimal(value, places: 6))")
    }
    if let cost { parts.append("\(decimal(cost.addedMegabytes, places: 0)) MB above the input") }
    return "\(task.rawValue.padded(to: 9))\(grouped(rows)) x \(features): " + parts.joined(separator: ", ") + "\n"
  }

  private static func microseconds(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
}
