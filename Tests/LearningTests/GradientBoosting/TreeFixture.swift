import Foundation
import Learning
import Numerics

/// Rows made from a seed, with missing values, ties and a signal to find.
enum TreeFixture {
  static let columns = 5

  static func features(rows: Int, seed: UInt64 = 1) -> Matrix<Float> {
    let random = Philox(seed: seed)
    var matrix = Matrix<Float>(rows: rows, columns: columns)
    for row in 0..<rows {
      func uniform(_ column: UInt64) -> Double { random.uniform(stream: column, counter: UInt64(row)) }
      matrix[row, 0] = Float(uniform(0) * 8 - 4)
      matrix[row, 1] = uniform(1) < 0.2 ? .nan : Float(uniform(2) * 2 - 1)
      matrix[row, 2] = Float((uniform(3) * 6).rounded(.down))
      matrix[row, 3] = Float(pow(uniform(4), 3) * 100)
      matrix[row, 4] = Float(uniform(5))
    }
    return matrix
  }

  /// What the targets are made from.
  static func signal(_ features: Matrix<Float>, _ row: Int) -> Double {
    let second = features[row, 1].isNaN ? 0.8 : Double(features[row, 1])
    return sin(Double(features[row, 0])) + second * Double(features[row, 2]) / 3 - 0.5
  }

  static func noise(_ row: Int, seed: UInt64 = 1) -> Double {
    Philox(seed: seed).uniform(stream: 99, counter: UInt64(row))
  }

  static func dataset(_ objective: GradientBoostingObjective, rows: Int, seed: UInt64 = 1) -> Dataset {
    let features = features(rows: rows, seed: seed)
    let targets = (0..<rows).map { row in
      let (signal, noise) = (signal(features, row), noise(row, seed: seed))
      switch objective {
      case .logistic: return noise < 1 / (1 + exp(-2 * signal)) ? 1.0 : 0
      case .squaredError, .quantile: return signal + 2 * noise - 1
      case .tweedie: return noise < 0.4 ? 0 : exp(signal) * noise
      }
    }
    return Dataset(features: features, targets: targets)
  }

  static func settings(
    _ objective: GradientBoostingObjective, trees: Int = 10,
    _ change: (inout GradientBoostingSettings) -> Void = { _ in }
  ) -> GradientBoostingSettings {
    var settings = GradientBoostingSettings(objective: objective)
    settings.numIterations = trees
    settings.numLeaves = 8
    change(&settings)
    return settings
  }

  static let objectives: [GradientBoostingObjective] = [
    .logistic, .squaredError, .quantile(alpha: 0.8), .tweedie(power: 1.5),
  ]
}

extension GradientBoostingSettings {
  func fit(
    _ training: Dataset, validation: Dataset? = nil, context: ExecutionContext = .serial
  ) throws -> GradientBoostingModel {
    try GradientBoostingLearner(validated()).fit(training, validation: validation, context: context)
  }
}
