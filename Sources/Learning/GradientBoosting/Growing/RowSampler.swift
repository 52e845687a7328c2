import Numerics

/// Which rows and columns a tree may use: pure functions of seed and iteration.
struct RowSampler: Sendable {
  let settings: GradientBoostingSettings
  private let random: Philox

  init(_ settings: GradientBoostingSettings) {
    self.settings = settings
    random = Philox(seed: settings.seed)
  }

  /// Whether a tree of this iteration sees every row as it is.
  func usesAllRows(_ iteration: Int) -> Bool {
    switch settings.rowSampling {
    case .bagging: settings.baggingFraction >= 1
    case .goss: Double(iteration) < 1 / settings.learningRate
    }
  }

  /// Rows for this iteration, and those left out; both ascending. Each is drawn or not by itself; all are where none
  /// was.
  func rows(
    of count: Int, iteration: Int, context: ExecutionContext
  ) throws(Cancelled) -> (drawn: [Int32], others: [Int32]) {
    let stream = RandomStream.bagging + UInt64(iteration / settings.baggingFrequency)
    let parts = try context.mapChunks(of: count) { chunk in
      random.divide(chunk, stream: stream, below: settings.baggingFraction)
    }
    let drawn = parts.flatMap(\.below)
    return drawn.isEmpty ? (Array(0..<Int32(count)), []) : (drawn, parts.flatMap(\.others))
  }

  /// Ascending columns for this iteration, one at least.
  func columns(_ columns: [Int], iteration: Int) -> [Int] {
    let wanted = max(1, Int((Double(columns.count) * settings.featureFraction).rounded()))
    guard wanted < columns.count else { return columns }
    var generator = PhiloxGenerator(seed: settings.seed, stream: RandomStream.columns + UInt64(iteration))
    return columns.shuffled(using: &generator).prefix(wanted).sorted()
  }
}
