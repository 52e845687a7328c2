import Foundation
import Learning
import Numerics
import Testing

@Suite("Classification metrics") struct ClassificationMetricsTests {
  private let labels = [false, false, true, true]
  private let scores = [0.1, 0.4, 0.35, 0.8]

  /// Scores on a coarse grid, so with many ties, and labels that follow them loosely.
  private func sample(_ rows: Int, seed: UInt64 = 1) -> (scores: [Double], labels: [Bool]) {
    let random = Philox(seed: seed)
    let scores = (0..<rows).map { (random.uniform(stream: 0, counter: UInt64($0)) * 50).rounded() / 50 }
    let labels = scores.indices.map { random.uniform(stream: 1, counter: UInt64($0)) < 0.2 + 0.5 * scores[$0] }
    return (scores, labels)
  }

  // MARK: - Ranking

  @Test("AUC has the published values")
  func aucKnownAnswers() {
    #expect(auc(scores: scores, labels: labels) == 0.75)
    #expect(auc(scores: [1, 1, 1, 1], labels: labels) == 0.5)
    #expect(auc(scores: scores, labels: [true, true, true, true]) == nil)
    #expect(auc(scores: [], labels: []) == nil)
  }

  @Test("AUC and DeLong's error agree with all pairs counted")
  func aucByPairs() throws {
    let (scores, labels) = sample(300)
    func win(_ p: Int, _ n: Int) -> Double { scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0 }
    let positives = scores.indices.filter { labels[$0] }
    let negatives = scores.indices.filter { !labels[$0] }
    let v10 = positives.map { p in negatives.reduce(0) { $0 + win(p, $1) } / Double(negatives.count) }
    let v01 = negatives.map { n in positives.reduce(0) { $0 + win($1, n) } / Double(positives.count) }
    let mean = v10.reduce(0, +) / Double(v10.count)
    func variance(_ v: [Double]) -> Double { v.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(v.count - 1) }
    let error = (variance(v10) / Double(v10.count) + variance(v01) / Double(v01.count)).squareRoot()
    let interval = try #require(aucInterval(scores: scores, labels: labels))
    #expect(abs(interval.estimate - mean) < 1e-12)
    #expect(abs(try #require(auc(scores: scores, labels: labels)) - mean) < 1e-12)
    #expect(abs(interval.standardError - error) < 1e-12)
    #expect(abs(interval.upper - (mean + 1.959963984540054 * error)) < 1e-12)
  }

  @Test("weights of AUC and average precision count as that many rows")
  func rankWeights() throws {
    let (scores, labels) = sample(60)
    let weights = scores.indices.map { Double($0 % 3) }
    let rows = scores.indices.flatMap { [Int](repeating: $0, count: $0 % 3) }
    let (many, manyLabels) = (rows.map { scores[$0] }, rows.map { labels[$0] })
    let weighted = try #require(auc(scores: scores, labels: labels, weights: weights))
    #expect(abs(weighted - (try #require(auc(scores: many, labels: manyLabels)))) < 1e-12)
    let precision = try #require(averagePrecision(scores: scores, labels: labels, weights: weights))
    #expect(abs(precision - (try #require(averagePrecision(scores: many, labels: manyLabels)))) < 1e-12)
  }

  @Test("average precision by hand, and the prevalence where all scores tie")
  func averagePrecisionByHand() throws {
    let value = try #require(averagePrecision(scores: scores, labels: labels))
    #expect(abs(value - (0.5 * 1 + 0.5 * 2 / 3)) < 1e-12)
    #expect(averagePrecision(scores: [2, 2, 2, 2], labels: labels) == 0.5)
    #expect(averagePrecision(scores: [1], labels: [false]) == nil)
  }

  @Test("the top decile of a perfect ranking at 10 % prevalence has lift 10 and holds all positives")
  func lift() {
    let scores = (0..<100).map(Double.init)
    let rows = liftByDecile(scores: scores, labels: scores.map { $0 >= 90 })
    #expect(rows.count == 10)
    #expect(rows[0].lift == 10 && rows[0].captured == 1 && rows[9].cumulativeLift == 1)
    let tied = liftByDecile(scores: [Double](repeating: 0.3, count: 50), labels: (0..<50).map { $0 < 5 })
    #expect(tied.allSatisfy { abs($0.lift - 1) < 1e-12 })
    #expect(liftByDecile(scores: [1], labels: [false]).isEmpty)
  }

  // MARK: - Probabilities

  @Test("Brier score and log-loss have their known values")
  func probabilityScores() throws {
    let y = [false, true, true, false]
    let p = [0.1, 0.9, 0.8, 0.3]
    #expect(abs(try #require(brierScore(probabilities: p, labels: y)) - 0.0375) < 1e-15)
    let expected = -(log(0.9) + log(0.9) + log(0.8) + log(0.7)) / 4
    #expect(abs(try #require(logLoss(probabilities: p, labels: y)) - expected) < 1e-15)
    let wrong = try #require(logLoss(probabilities: [0], labels: [true]))
    #expect(abs(wrong - -log(1e-15)) < 1e-9)
    #expect(logLoss(probabilities: [1], labels: [true]) == 0)
    #expect(brierScore(probabilities: [], labels: []) == nil)
    #expect(prevalence(labels: y, weights: [1, 3, 0, 0]) == 0.75)
  }

  @Test("calibration error by hand, and its debiased value near 0 for a calibrated model")
  func calibration() throws {
    // Two bins: probability .2 with rate .5, probability .9 with rate 1.
    let report = try #require(
      calibrationReport(probabilities: [0.2, 0.2, 0.9, 0.9], labels: [true, false, true, true], bins: 2))
    #expect(abs(report.expectedCalibrationError - (0.5 * 0.3 + 0.5 * 0.1)) < 1e-12)
    let random = Philox(seed: 4)
    let p = (0..<5000).map { random.uniform(stream: 0, counter: $0) }
    let y = p.indices.map { random.uniform(stream: 1, counter: UInt64($0)) < p[$0] }
    let calibrated = try #require(calibrationReport(probabilities: p, labels: y))
    #expect(calibrated.bins.count == 10 && calibrated.bins.allSatisfy { $0.count == 500 })
    #expect(calibrated.expectedCalibrationError > 0 && calibrated.expectedCalibrationError < 0.03)
    #expect(calibrated.debiasedError < 0.01)
    let off = try #require(expectedCalibrationError(probabilities: p.map { $0 / 2 }, labels: y))
    #expect(abs(off - 0.25) < 0.03)
  }

  @Test("the order of rows changes no metric, whatever the ties")
  func permutation() throws {
    let (scores, labels) = sample(200)
    var generator = PhiloxGenerator(seed: 3)
    let order = scores.indices.shuffled(using: &generator)
    let (mixed, mixedLabels) = (order.map { scores[$0] }, order.map { labels[$0] })
    let one = try #require(calibrationReport(probabilities: scores, labels: labels))
    let other = try #require(calibrationReport(probabilities: mixed, labels: mixedLabels))
    #expect(abs(one.expectedCalibrationError - other.expectedCalibrationError) < 1e-12)
    let lifts = zip(
      liftByDecile(scores: scores, labels: labels), liftByDecile(scores: mixed, labels: mixedLabels))
    #expect(lifts.allSatisfy { abs($0.lift - $1.lift) < 1e-12 })
  }

  // MARK: - Decisions

  @Test("outcomes at a threshold, and what follows from them")
  func outcomes() {
    let found = confusion(scores: scores, labels: labels, at: 0.4)
    #expect(found == Confusion(truePositives: 1, falsePositives: 1, trueNegatives: 1, falseNegatives: 1))
    #expect(found.accuracy == 0.5 && found.precision == 0.5 && found.recall == 0.5 && found.f1 == 0.5)
    let none = confusion(scores: scores, labels: labels, at: 2)
    #expect(none.precision == nil && none.recall == 0 && none.f1 == 0)
  }

  @Test("every optimal threshold is at least as good as all others")
  func optimalThresholds() throws {
    let (scores, labels) = sample(400)
    let payoff = PayoffMatrix.retentionOffer(contactCost: 1, offerCost: 10, successRate: 0.3, valueAtStake: 80)
    #expect(payoff.truePositive == 20 && payoff.falsePositive == -11)
    let profit = try #require(profitMaximizingThreshold(scores: scores, labels: labels, payoff: payoff))
    let f1 = try #require(f1OptimalThreshold(scores: scores, labels: labels))
    let youden = try #require(youdenOptimalThreshold(scores: scores, labels: labels))
    for threshold in Set(scores).union([-1, 2]) {
      let outcome = confusion(scores: scores, labels: labels, at: threshold)
      #expect(payoff.profit(outcome) / 400 <= profit.value + 1e-12)
      #expect(outcome.f1 ?? 0 <= f1.value)
      #expect(outcome.youden ?? 0 <= youden.value)
    }
    #expect(confusion(scores: scores, labels: labels, at: profit.threshold) == profit.confusion)
  }

  @Test("stakes of each row's own give the same threshold as a matrix where they are equal")
  func ownStakes() throws {
    let (scores, labels) = sample(400)
    let matrix = try #require(
      profitMaximizingThreshold(
        scores: scores, labels: labels, payoff: PayoffMatrix(truePositive: 20, falsePositive: -11)))
    let rows = try #require(
      profitMaximizingThreshold(scores: scores, labels: labels, gain: { labels[$0] ? 20 : -11 }))
    #expect(rows.threshold == matrix.threshold && rows.confusion == matrix.confusion)
    #expect(abs(rows.value - matrix.value) < 1e-12)
  }

  @Test("where every contact loses, nobody is contacted")
  func nobody() throws {
    let choice = try #require(
      profitMaximizingThreshold(
        scores: scores, labels: labels, payoff: PayoffMatrix(truePositive: -1, falsePositive: -2)))
    #expect(choice.value == 0 && choice.threshold > 0.8 && choice.confusion.truePositives == 0)
    #expect(f1OptimalThreshold(scores: [1, 2], labels: [false, false]) == nil)
  }
}
