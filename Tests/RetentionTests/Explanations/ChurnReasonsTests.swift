import Numerics
import Retention
import Testing

@Suite("Reasons of all customers")
struct ChurnReasonsTests {
  private func matrix(_ rows: Int, _ value: (Int, Feature) -> Double) -> Matrix<Double> {
    Matrix(columns: Feature.allCases.map { feature in (0..<rows).map { value($0, feature) } })
  }

  @Test("explain the side of the threshold that a score lies on, against the median of what is known")
  func sides() throws {
    // Recency 2, 4, 9 and unknown: the median is 4. Orders 1, 2, 3, 4: 2.5.
    let features = matrix(4) { row, feature in
      switch feature {
      case .recencyDays: [2, 4, 9, .nan][row]
      case .frequencyCount: [1, 2, 3, 4][row]
      default: 7
      }
    }
    let contributions = matrix(4) { _, feature in
      switch feature {
      case .recencyDays: 0.5
      case .frequencyCount: -0.25
      default: 0
      }
    }
    let reasons = try ChurnReasons(
      contributions: contributions, features: features, probabilities: [0.9, 0.5, 0.4, 0.1], threshold: 0.5,
      context: .serial)
    #expect(
      reasons.sentences == [
        ["Last order 2 days ago (typical: 4)", "", ""], ["Last order 4 days ago (typical: 4)", "", ""],
        ["3 orders in the window (typical: 2.50)", "", ""], ["4 orders in the window (typical: 2.50)", "", ""],
      ])
  }

  @Test("are those of `Reason.strongest` row by row, whoever watches; no customer has none")
  func rowByRow() throws {
    var random = PhiloxGenerator(seed: 3)
    let features = matrix(3000) { _, _ in random.uniform() < 0.1 ? .nan : 9 * random.uniform() }
    let contributions = matrix(3000) { _, _ in random.normal() }
    let probabilities = (0..<3000).map { _ in random.uniform() }
    let reasons = try watched { context in
      try ChurnReasons(
        contributions: contributions, features: features, probabilities: probabilities, threshold: 0.3,
        context: context)
    }
    let typical = (0..<33).map { quantile(0.5, of: features.column($0).filter { !$0.isNaN })! }
    for row in [0, 1, 1023, 1024, 2999] {
      #expect(
        reasons.sentences[row]
          == Reason.strongest(
            3, contributions: (0..<33).map { contributions[row, $0] }, values: (0..<33).map { features[row, $0] },
            typical: typical, towardsChurn: probabilities[row] >= 0.3))
    }
    let none = try ChurnReasons(
      contributions: matrix(0) { _, _ in 0 }, features: matrix(0) { _, _ in 0 }, probabilities: [], threshold: 0,
      context: .serial)
    #expect(none.sentences.isEmpty)
  }

  @Test("can be cancelled")
  func cancellation() {
    let values = matrix(5000) { row, _ in Double(row) }
    expectCancelled { context in
      _ = try ChurnReasons(
        contributions: values, features: values, probabilities: values.column(0), threshold: 0.3, context: context)
    }
  }
}
