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

  /// Ascending rows for this iteration: each is drawn or not by itself; all where none was drawn.
  func rows(of count: Int, iteration: Int) -> [Int32] {
    let drawing = UInt64(iteration / settings.baggingFrequency)
    let drawn = (0..<Int32(count)).filter { row in
      random.uniform(stream: RandomStream.bagging + drawing, counter: UInt64(row)) < settings.baggingFraction
    }
    return drawn.isEmpty ? Array(0..<Int32(count)) : drawn
  }

  /// Ascending columns for this iteration, one at least.
  func columns(_ columns: [Int], iteration: Int) -> [Int] {
    let wanted = max(1, Int((Double(columns.count) * settings.featureFraction).rounded()))
    guard wanted < columns.count else { return columns }
    var generator = PhiloxGenerator(seed: settings.seed, stream: RandomStream.columns + UInt64(iteration))
    return columns.shuffled(using: &generator).prefix(wanted).sorted()
  }
}
