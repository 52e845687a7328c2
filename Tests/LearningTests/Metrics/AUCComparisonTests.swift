import Learning
import Numerics
import Testing

@Suite("Paired test of two AUCs") struct AUCComparisonTests {
  /// Two related scores on a coarse grid, so with many ties, and labels that follow both loosely.
  private func sample(_ rows: Int, seed: UInt64 = 1) -> (first: [Double], second: [Double], labels: [Bool]) {
    let random = Philox(seed: seed)
    func uniform(_ stream: UInt64, _ row: Int) -> Double { random.uniform(stream: stream, counter: UInt64(row)) }
    let first = (0..<rows).map { (uniform(0, $0) * 50).rounded() / 50 }
    let second = (0..<rows).map { ((0.7 * first[$0] + 0.3 * uniform(1, $0)) * 20).rounded() / 20 }
    let labels = (0..<rows).map { uniform(2, $0) < 0.2 + 0.4 * first[$0] }
    return (first, second, labels)
  }

  @Test("four rows by hand: AUCs of .75 and .5 with an error of √(10/16)")
  func byHand() throws {
    let labels = [false, false, true, true]
    let found = try #require(
      comparedAUC(first: [0.1, 0.4, 0.35, 0.8], second: [0.4, 0.1, 0.35, 0.35], labels: labels))
    // Positives outrank 1/2 and 1 of the negatives, then 1/2 and 1/2; negatives are outranked by 1 and 1/2 of them,
    // then by 0 and 1.
    // Differences 0, 1/2 (variance 1/8) and 1, −1/2 (variance 9/8); the error is √(1/16 + 9/16).
    #expect(found.first == 0.75 && found.second == 0.5)
    #expect(found.difference.estimate == 0.25)
    #expect(abs(found.difference.standardError - 0.625.squareRoot()) < 1e-15)
    let z = 0.25 / 0.625.squareRoot()
    #expect(abs(try #require(found.z) - z) < 1e-15)
    #expect(abs(try #require(found.pValue) - 2 * normalCDF(-z)) < 1e-15)
    #expect(found.difference.lower == -1 && found.difference.upper == 1)
  }

  @Test("the difference and its error are those of the covariance matrix, with all pairs counted")
  func byPairs() throws {
    let (first, second, labels) = sample(300)
    let positives = labels.indices.filter { labels[$0] }
    let negatives = labels.indices.filter { !labels[$0] }
    func win(_ s: [Double], _ p: Int, _ n: Int) -> Double { s[p] > s[n] ? 1 : s[p] == s[n] ? 0.5 : 0 }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let v10 = [first, second].map { s in positives.map { p in mean(negatives.map { win(s, p, $0) }) } }
    let v01 = [first, second].map { s in negatives.map { n in mean(positives.map { win(s, $0, n) }) } }
    func covariance(_ x: [Double], _ y: [Double]) -> Double {
      let (mx, my) = (mean(x), mean(y))
      return zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / Double(x.count - 1)
    }
    func s(_ i: Int, _ j: Int) -> Double {
      covariance(v10[i], v10[j]) / Double(positives.count) + covariance(v01[i], v01[j]) / Double(negatives.count)
    }
    let error = (s(0, 0) + s(1, 1) - 2 * s(0, 1)).squareRoot()
    let found = try #require(comparedAUC(first: first, second: second, labels: labels, level: 0.9))
    #expect(abs(found.first - mean(v10[0])) < 1e-12)
    #expect(abs(found.second - mean(v10[1])) < 1e-12)
    #expect(abs(found.difference.estimate - (mean(v10[0]) - mean(v10[1]))) < 1e-12)
    #expect(abs(found.difference.standardError - error) < 1e-12)
    #expect(abs(found.difference.upper - (found.difference.estimate + 1.6448536269514722 * error)) < 1e-12)
    let alone = try #require(aucInterval(scores: first, labels: labels))
    #expect(abs(alone.standardError - s(0, 0).squareRoot()) < 1e-12)
  }

  @Test("swapping the scores changes signs only; growing maps of the scores change nothing")
  func invariances() throws {
    let (first, second, labels) = sample(500)
    let found = try #require(comparedAUC(first: first, second: second, labels: labels))
    let swapped = try #require(comparedAUC(first: second, second: first, labels: labels))
    #expect(swapped.difference.estimate == -found.difference.estimate)
    #expect(swapped.difference.standardError == found.difference.standardError)
    #expect(swapped.difference.lower == -found.difference.upper)
    #expect(try #require(swapped.z) == -(try #require(found.z)))
    #expect(swapped.pValue == found.pValue)
    let mapped = comparedAUC(first: first.map { $0 * 3 - 7 }, second: second.map { $0 * $0 * $0 }, labels: labels)
    #expect(mapped == found)
  }

  @Test("scores that rank alike differ by 0 with p 1; without two rows of a class there is no comparison")
  func degenerate() throws {
    let (first, second, labels) = sample(100)
    let same = try #require(comparedAUC(first: first, second: first.map { 2 * $0 }, labels: labels))
    #expect(same.difference.estimate == 0 && same.difference.standardError == 0)
    #expect(same.z == 0 && same.pValue == 1)
    #expect(same.difference.lower == 0 && same.difference.upper == 0)
    // Every row is ranked without fault, then the other way round: nothing varies, so nothing can be tested.
    let ends = try #require(
      comparedAUC(first: [1, 2, 3, 4], second: [4, 3, 2, 1], labels: [false, false, true, true]))
    #expect(ends.difference.estimate == 1 && ends.difference.standardError == 0)
    #expect(ends.z == nil && ends.pValue == nil)
    #expect(comparedAUC(first: first, second: second, labels: labels.map { _ in true }) == nil)
    #expect(comparedAUC(first: [1, 2, 3], second: [1, 2, 3], labels: [true, false, false]) == nil)
    #expect(comparedAUC(first: [], second: [], labels: []) == nil)
  }

  @Test("without a true difference about 5 of 100 samples have p below .05")
  func size() throws {
    var random = PhiloxGenerator(seed: 5)
    let rejected = (0..<400).count { _ in
      let truth = (0..<150).map { _ in random.normal() }
      let labels = truth.map { random.bernoulli(sigmoid($0)) }
      let (first, second) = (truth.map { $0 + random.normal() }, truth.map { $0 + random.normal() })
      return comparedAUC(first: first, second: second, labels: labels)?.pValue ?? 1 < 0.05
    }
    // 20 expected, with a standard deviation of 4.4.
    #expect((7...36).contains(rejected), "\(rejected)")
  }
}
