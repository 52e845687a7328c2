import Learning
import Numerics
import Retention
import Testing

@Suite("Choice among value models") struct ValueChoiceTests {
  /// 400 customers whose values are drawn around a mean of their own.
  private let rows: LabelledRows
  private let means: [Double]

  init() {
    var random = PhiloxGenerator(seed: 31)
    var (labels, means) = ([Double](), [Double]())
    for _ in 0..<400 {
      let mean = 20 + 200 * random.uniform()
      means.append(mean)
      labels.append(max(0, mean + 30 * random.normal()))
    }
    self.means = means
    rows = LabelledRows(
      features: Matrix(rows: 400, columns: 1), labels: labels, customers: (0..<400).map { Int32($0) },
      snapshots: [Snapshot](repeating: Snapshot(day: 18_500), count: 400))
  }

  /// Predictions off by noise of a size.
  private func predictions(noise: Double, seed: UInt64) -> [Double] {
    var random = PhiloxGenerator(seed: seed)
    return means.map { $0 + noise * random.normal() }
  }

  private func choice(_ predictions: [[Double]]) throws -> (name: String, reasons: String) {
    let names = (0..<predictions.count - 2).map { "model\($0)" } + ["net", "gross"]
    let comparison = ValueComparison(
      names: names, predictions: predictions, rows: rows, resampling: LossResampling(resamples: 200))
    let choice = try comparison.choice(
      baselines: predictions.count - 2..<predictions.count, context: .threads(2))
    return (names[choice.champion], choice.reasons.joined(separator: "; "))
  }

  @Test("a model that is better than both baselines is used, and the reason says by how much")
  func better() throws {
    let found = try choice([
      predictions(noise: 0, seed: 1), predictions(noise: 60, seed: 2), predictions(noise: 80, seed: 3),
    ])
    #expect(found.name == "model0")
    #expect(found.reasons.hasPrefix("model0 is ahead of net (root-mean-square error 0."))
    #expect(found.reasons.contains("model0 is ahead of gross"))
  }

  @Test("a model behind one baseline is never used, however far ahead of the other")
  func behind() throws {
    let found = try choice([
      predictions(noise: 60, seed: 1), predictions(noise: 0, seed: 2), predictions(noise: 80, seed: 3),
    ])
    #expect(found.name == "net")
    #expect(found.reasons.contains("model0 is behind net"))
    #expect(found.reasons.hasSuffix("no model is ahead of spend as before, so net is used"))
    let other = try choice([
      predictions(noise: 60, seed: 1), predictions(noise: 80, seed: 2), predictions(noise: 0, seed: 3),
    ])
    #expect(other.name == "gross")
  }

  @Test("the second model steps in where the best cannot be used, and unknown values are no model")
  func unknown() throws {
    let found = try choice([
      [Double](repeating: .nan, count: 400), predictions(noise: 5, seed: 1), predictions(noise: 60, seed: 2),
      predictions(noise: 60, seed: 3),
    ])
    #expect(found.name == "model1" && found.reasons.hasPrefix("model0 could not be fitted"))
  }

  @Test("the first keeps its place unless a later one is better beyond chance")
  func order() throws {
    let (close, far) = (predictions(noise: 20, seed: 1), predictions(noise: 60, seed: 9))
    let baselines = [predictions(noise: 90, seed: 2), predictions(noise: 90, seed: 3)]
    #expect(try choice([close, predictions(noise: 19, seed: 4)] + baselines).name == "model0")
    #expect(try choice([far, close] + baselines).name == "model1")
  }

  @Test("ties: larger errors of both kinds are behind, one smaller kind is not")
  func ties() throws {
    let comparison = ValueComparison(
      names: ["a", "b"], predictions: [], rows: rows, resampling: LossResampling(resamples: 200))
    let base = predictions(noise: 20, seed: 5)
    let same = try comparison.paired(base, base, context: .serial)
    #expect(same.verdict == .tied && !same.isBehind)
    // One customer missed by much more: no proof, but no better either.
    var worse = base
    worse[0] += 300
    let paired = try comparison.paired(worse, base, context: .serial)
    #expect(paired.verdict == .tied && paired.isBehind)
    for row in 1..<400 { worse[row] = (worse[row] + rows.labels[row]) / 2 }
    let mixed = try comparison.paired(worse, base, context: .serial)
    #expect(mixed.verdict == .better && !mixed.isBehind, "absolute error breaks the tie")
  }
}
