import Learning
import Numerics
import TestSupport
import Testing

@Suite("Paired bootstrap of losses") struct LossComparisonTests {
  /// Squared errors of two predictions of related quality.
  private func sample(_ rows: Int, seed: UInt64 = 1) -> (first: [Double], second: [Double]) {
    var random = PhiloxGenerator(seed: seed)
    var (first, second): ([Double], [Double]) = ([], [])
    for _ in 0..<rows {
      let (shared, own) = (random.normal(), 0.5 * random.normal())
      first.append(shared * shared)
      second.append((shared + own) * (shared + own))
    }
    return (first, second)
  }

  private func comparison(
    _ first: [Double], _ second: [Double], customers: [Int32]? = nil,
    _ resampling: LossResampling = LossResampling(seed: 3), threads: Int = 1
  ) throws -> LossComparison? {
    try comparedLosses(
      first: first, second: second, customers: customers, resampling: resampling, context: .threads(threads))
  }

  /// Where there is one.
  private func compared(
    _ first: [Double], _ second: [Double], customers: [Int32]? = nil,
    _ resampling: LossResampling = LossResampling(seed: 3)
  ) throws -> LossComparison {
    let found = try comparison(first, second, customers: customers, resampling)
    return try #require(found)
  }

  @Test("means and their ratio by hand; a difference that is the same for all rows has no error")
  func byHand() throws {
    let found = try compared([2, 6, 4], [1, 5, 3])
    #expect(found.difference.estimate == 1 && found.difference.standardError == 0)
    #expect(found.difference.lower == 1 && found.difference.upper == 1)
    #expect(found.units == 3)
    let scaled = try compared([4, 20, 12], [1, 5, 3])
    let (ratio, root) = (try #require(scaled.ratio), try #require(scaled.rootRatio))
    #expect(ratio.estimate == 4 && ratio.lower == 4 && ratio.upper == 4 && ratio.standardError == 0)
    #expect(root.estimate == 2 && root.standardError == 0 && root.level == 0.95)
  }

  @Test("errors are those of the textbook's formulas")
  func plainErrors() throws {
    let (first, second) = sample(4000)
    let found = try compared(first, second, LossResampling(resamples: 4000))
    let n = Double(first.count)
    let (meanFirst, meanSecond) = (first.reduce(0, +) / n, second.reduce(0, +) / n)
    func error(_ influence: [Double]) -> Double { influence.reduce(0) { $0 + $1 * $1 }.squareRoot() / n }
    let difference = error(zip(first, second).map { $0 - $1 - (meanFirst - meanSecond) })
    let ratio = error(zip(first, second).map { ($0 - $1 * meanFirst / meanSecond) / meanSecond })
    // 4,000 resamples know an error to 1.1 %.
    #expect(abs(found.difference.standardError / difference - 1) < 0.05)
    let foundRatio = try #require(found.ratio)
    #expect(abs(foundRatio.estimate - meanFirst / meanSecond) < 1e-12)
    #expect(abs(foundRatio.standardError / ratio - 1) < 0.05)
    #expect(abs(foundRatio.lower - (foundRatio.estimate - 1.96 * ratio)) < 0.2 * ratio)
    #expect(abs(foundRatio.upper - (foundRatio.estimate + 1.96 * ratio)) < 0.2 * ratio)
    let root = try #require(found.rootRatio)
    #expect(abs(root.estimate - foundRatio.estimate.squareRoot()) < 1e-12)
    #expect(abs(root.lower - foundRatio.lower.squareRoot()) < 1e-3)
  }

  @Test("95 of 100 intervals hold the true ratio and the true difference")
  func coverage() throws {
    // E z² = 1, and E (z + e/2)² = 1.25.
    var (ofDifference, ofRoot) = (0, 0)
    for seed in 0..<300 as Range<UInt64> {
      let (first, second) = sample(200, seed: 100 + seed)
      let found = try compared(first, second, LossResampling(resamples: 400, seed: seed))
      let root = try #require(found.rootRatio)
      if found.difference.lower <= -0.25 && found.difference.upper >= -0.25 { ofDifference += 1 }
      if root.lower <= 0.8.squareRoot() && root.upper >= 0.8.squareRoot() { ofRoot += 1 }
    }
    // 285 expected, with a standard deviation of 3.8; percentile intervals are a little short.
    #expect((268...298).contains(ofDifference), "\(ofDifference)")
    #expect((268...298).contains(ofRoot), "\(ofRoot)")
  }

  @Test("rows of one customer are drawn together: copies of a row add no certainty")
  func customers() throws {
    let (first, second) = sample(600)
    let rows = try compared(first, second)
    let copies = (0..<3).flatMap { _ in first.indices }
    let (tripleFirst, tripleSecond) = (copies.map { first[$0] }, copies.map { second[$0] })
    let together = try compared(tripleFirst, tripleSecond, customers: copies.map(Int32.init))
    #expect(together.units == 600)
    #expect(abs(together.difference.standardError - rows.difference.standardError) < 1e-12)
    #expect(abs(together.difference.lower - rows.difference.lower) < 1e-12)
    let apart = try compared(tripleFirst, tripleSecond)
    #expect(apart.difference.standardError < 0.7 * rows.difference.standardError)
  }

  @Test("swapping the predictions negates the difference and inverts the ratio")
  func swapped() throws {
    let (first, second) = sample(1000)
    let (one, other) = (try compared(first, second), try compared(second, first))
    #expect(abs(one.difference.lower + other.difference.upper) < 1e-12)
    #expect(abs(one.difference.standardError - other.difference.standardError) < 1e-12)
    let (ratio, inverse) = (try #require(one.ratio), try #require(other.ratio))
    #expect(abs(ratio.estimate * inverse.estimate - 1) < 1e-12)
  }

  @Test("the same to the bit for any number of threads; another seed or stream draws others")
  func determinism() throws {
    let (first, second) = sample(40_000)
    let resampling = LossResampling(resamples: 50, seed: 9)
    let serial = try comparison(first, second, resampling)
    #expect(try comparison(first, second, resampling, threads: 3) == serial)
    #expect(try comparison(first, second, LossResampling(resamples: 50, seed: 10)) != serial)
    #expect(try comparison(first, second, LossResampling(resamples: 50, seed: 9, stream: 1)) != serial)
    let stopped = ExecutionContext.threads(2)
    stopped.cancellation.request()
    #expect(throws: Cancelled.self) { try comparedLosses(first: first, second: second, context: stopped) }
  }

  @Test("what has no answer has none: one unit, losses that are not finite, ratios to nothing")
  func degenerate() throws {
    #expect(try comparison([], []) == nil)
    #expect(try comparison([1], [2]) == nil)
    #expect(try comparison([1, 2], [2, 1], customers: [7, 7]) == nil)
    #expect(try comparison([1, .nan, 2], [1, 2, 3]) == nil)
    #expect(try comparison([1, .infinity, 2], [1, 2, 3]) == nil)
    let nothing = try compared([1, 2, 3], [0, 0, 0])
    #expect(nothing.ratio == nil && nothing.rootRatio == nil && nothing.difference.estimate == 2)
    let negative = try compared([1, -2, 3], [1, 2, 3])
    #expect(negative.ratio == nil)
    let identical = try compared([1, 2, 3], [1, 2, 3])
    #expect(identical.difference.estimate == 0 && identical.difference.standardError == 0)
    #expect(identical.ratio?.estimate == 1)
  }
}
