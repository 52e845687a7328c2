import Runs

/// Encodes an object with the keys that the programs in `Benchmarks/peers` use.
extension BenchmarkRun: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(task.rawValue, forKey: Key("task"))
    try container.encode("retention-fast", forKey: Key("contender"))
    try container.encode(data, forKey: Key("data"))
    try container.encode(run, forKey: Key("run"))
    try container.encode(threads, forKey: Key("threads"))
    try container.encode(rows, forKey: Key("rows"))
    try container.encode(features, forKey: Key("features"))
    if let cost {
      try container.encode(Self.microseconds(cost.seconds), forKey: Key("fit_seconds"))
      try container.encode(Self.microseconds(cost.processorSeconds), forKey: Key("cpu_seconds"))
      let phases = Dictionary(cost.phases.map { ($0.name, Self.microseconds($0.seconds)) }) { $1 }
      try container.encode(phases, forKey: Key("phases"))
      try container.encode(cost.addedMegabytes, forKey: Key("memory_above_input_mb"))
    }
    if let predictSeconds { try container.encode(Self.microseconds(predictSeconds), forKey: Key("predict_seconds")) }
    try container.encode(cost?.peakMegabytes ?? ProcessMemory.peakMegabytes, forKey: Key("peak_rss_mb"))
    if let iterations { try container.encode(iterations, forKey: Key("iterations")) }
    for score in scores { try score.value.encode(to: &container, as: Key(score.name)) }
  }

  private static func microseconds(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
}

extension BenchmarkRun.Score.Value {
  /// Encodes numbers that are not finite as null, because JSON has no form for them.
  fileprivate func encode<Key: CodingKey>(to container: inout KeyedEncodingContainer<Key>, as key: Key) throws {
    switch self {
    case .number(let value): try container.encode(value.isFinite ? value : nil, forKey: key)
    case .count(let count): try container.encode(count, forKey: key)
    case .byClusters(let values):
      let members = values.map { (String($0.key), $0.value.flatMap { $0.isFinite ? $0 : nil }) }
      try container.encode(Dictionary(uniqueKeysWithValues: members), forKey: key)
    }
  }
}
