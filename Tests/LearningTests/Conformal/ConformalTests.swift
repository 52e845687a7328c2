import Learning
import Numerics
import Testing

@Suite("Conformal intervals") struct ConformalTests {
  @Test("Q is the ⌈(1 − α)(n + 1)⌉-th smallest score", arguments: [(0.5, 5.0), (0.2, 8), (0.1, 9), (0.3, 7)])
  func rank(alpha: Double, expected: Double) throws {
    // Scores are 1...9: the targets lie that far above the upper end.
    let targets = (1...9).map { Double($0) }.shuffled()
    let zeros = [Double](repeating: 0, count: 9)
    let adjustment = try ConformalAdjustment(lower: zeros, upper: zeros, targets: targets, alpha: alpha)
    #expect(adjustment == .finite(expected))
  }

  @Test("below ⌈1/α⌉ − 1 rows there is no finite interval, and it says how many are needed")
  func tooFew() throws {
    for (alpha, needed) in [(0.1, 9), (0.2, 4), (0.05, 19), (0.3, 3)] {
      #expect(ConformalAdjustment.rowsNeeded(alpha: alpha) == needed)
      let rows = [Double](repeating: 1, count: needed)
      let enough = try ConformalAdjustment(lower: rows, upper: rows, targets: rows, alpha: alpha)
      #expect(enough == .finite(0))
      let few = Array(rows.dropLast())
      let unbounded = try ConformalAdjustment(lower: few, upper: few, targets: few, alpha: alpha)
      #expect(unbounded == .unbounded(rows: needed - 1, needed: needed))
      #expect(unbounded.interval(lower: 1, upper: 2) == (-.infinity, .infinity))
    }
  }

  @Test("ends move outwards, or inwards where intervals were too wide, and never cross")
  func interval() throws {
    #expect(ConformalAdjustment.finite(2).interval(lower: 1, upper: 4) == (-1, 6))
    #expect(ConformalAdjustment.finite(-1).interval(lower: 1, upper: 4) == (2, 3))
    #expect(ConformalAdjustment.finite(-2).interval(lower: 1, upper: 4) == (2.5, 2.5))
    let both = ConformalAdjustment.finite(1).intervals(lower: [0, 5], upper: [1, 9])
    #expect(both == ([-1, 4], [2, 10]))
    let rows = [Double](repeating: 0, count: 9)
    let wide = try ConformalAdjustment(
      lower: rows.map { $0 - 10 }, upper: rows.map { $0 + 10 }, targets: rows, alpha: 0.2)
    #expect(wide == .finite(-10))
  }

  @Test("covers 1 − α of new rows, from ends that covered far too few or too many", arguments: [0.05, 2])
  func coverage(halfWidth: Double) throws {
    let random = Philox(seed: 21)
    func sample(_ stream: UInt64) -> (lower: [Double], upper: [Double], targets: [Double]) {
      let targets = (0..<4000).map { random.uniform(stream: stream, counter: UInt64($0)) }
      return (targets.map { _ in 0.5 - halfWidth }, targets.map { _ in 0.5 + halfWidth }, targets)
    }
    let calibration = sample(0)
    let adjustment = try ConformalAdjustment(
      lower: calibration.lower, upper: calibration.upper, targets: calibration.targets, alpha: 0.2)
    let new = sample(1)
    let intervals = adjustment.intervals(lower: new.lower, upper: new.upper)
    let coverage = try #require(
      intervalCoverage(lower: intervals.lower, upper: intervals.upper, targets: new.targets))
    // Two samples of 4,000: standard error of the difference .009.
    #expect(abs(coverage - 0.8) < 0.03)
  }

  @Test("coverage counts the ends in")
  func coverageByHand() {
    #expect(intervalCoverage(lower: [0, 0, 0, 0], upper: [1, 1, 1, 1], targets: [0, 1, 1.1, .nan]) == 0.5)
    #expect(intervalCoverage(lower: [], upper: [], targets: []) == nil)
  }

  @Test("sorting makes quantiles non-crossing and keeps a row's numbers")
  func rearrangement() {
    let sorted = rearrangedQuantiles([[1, 3, 2], [2, 2, 2], [3, 1, 1]])
    #expect(sorted == [[1, 1, 1], [2, 2, 2], [3, 3, 2]])
    #expect(rearrangedQuantiles([]).isEmpty)
    #expect(rearrangedQuantiles([[], []]) == [[], []])
  }

  @Test("alpha out of range, lengths that differ and numbers that are none are refused")
  func badInput() {
    for alpha in [0, 1, -0.1, .nan] {
      #expect(throws: ConformalError.self) {
        try ConformalAdjustment(lower: [1], upper: [2], targets: [1], alpha: alpha)
      }
    }
    #expect(throws: ConformalError.countMismatch(lower: 1, upper: 2, targets: 1)) {
      try ConformalAdjustment(lower: [1], upper: [2, 3], targets: [1], alpha: 0.2)
    }
    #expect(throws: ConformalError.notANumber(row: 1)) {
      try ConformalAdjustment(lower: [1, 1], upper: [2, .nan], targets: [1, 1], alpha: 0.2)
    }
    #expect(throws: ConformalError.notANumber(row: 0)) {
      try ConformalAdjustment(lower: [1], upper: [2], targets: [.infinity], alpha: 0.2)
    }
  }
}
