import Foundation
import Learning
import Numerics
import Testing

@Suite("Calibration") struct CalibratorTests {
  /// Probabilities that are too extreme: true log-odds are half of what they say.
  private func overconfident(_ rows: Int, seed: UInt64 = 2) -> (p: [Double], y: [Bool]) {
    let random = Philox(seed: seed)
    let truth = (0..<rows).map { 0.05 + 0.9 * random.uniform(stream: 0, counter: UInt64($0)) }
    let y = truth.indices.map { random.uniform(stream: 1, counter: UInt64($0)) < truth[$0] }
    return (truth.map { sigmoid(2 * logit($0)) }, y)
  }

  @Test("pooling adjacent violators by hand")
  func isotonicByHand() {
    // Rates 0, then (1, 0) pooled to ½, then 1.
    let calibrator = Calibrator.fitIsotonic(
      probabilities: [0.1, 0.2, 0.3, 0.4], labels: [false, true, false, true])
    #expect(abs(calibrator(0.25) - 0.5) < 1e-12)
    #expect(abs(calibrator(0.1) - 1.0 / 3) < 1e-12)
    #expect(abs(calibrator(0.9) - 2.0 / 3) < 1e-12)
    #expect(abs(calibrator(0.15) - (1.0 / 3 + 0.5) / 2) < 1e-12)
  }

  @Test(
    "an isotonic fit is the best monotone one: it beats random monotone step functions, and keeps weights as counts")
  func isotonicIsBest() throws {
    let random = Philox(seed: 9)
    let p = (0..<40).map { Double($0) / 40 }
    let y = p.indices.map { random.uniform(stream: 0, counter: UInt64($0)) < p[$0] }
    // A positive and a negative at each end keep Laplace's bounds out of the comparison.
    let probabilities = [0, 0] + p.map { $0 + 0.01 } + [1.0, 1]
    let labels = [true, false] + y + [true, false]
    let fitted = Calibrator.fitIsotonic(probabilities: probabilities, labels: labels)
    let calibrated = try fitted.calibrate(probabilities, context: .serial)
    let score = try #require(brierScore(probabilities: calibrated, labels: labels))
    for trial in 0..<200 {
      let steps = (0..<44).map { random.uniform(stream: UInt64(trial + 1), counter: UInt64($0)) }.sorted()
      #expect(try #require(brierScore(probabilities: steps, labels: labels)) >= score)
    }
    let weights = probabilities.indices.map { Double(1 + $0 % 2) }
    let rows = probabilities.indices.flatMap { [Int](repeating: $0, count: 1 + $0 % 2) }
    let weighted = Calibrator.fitIsotonic(probabilities: probabilities, labels: labels, weights: weights)
    let replicated = Calibrator.fitIsotonic(
      probabilities: rows.map { probabilities[$0] }, labels: rows.map { labels[$0] })
    #expect(weighted == replicated)
  }

  @Test("no calibrator reverses an order or is ever certain")
  func monotone() throws {
    let (p, y) = overconfident(500)
    for method in [Calibrator.Method.platt, .isotonic] {
      let calibrator = try Calibrator.fit(method, probabilities: p, labels: y, context: .serial)
      let values = try calibrator.calibrate((0...1000).map { Double($0) / 1000 }, context: .serial)
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
    }
  }

  @Test("Platt finds the true slope of overconfident probabilities")
  func platt() throws {
    let (p, y) = overconfident(20_000)
    guard case .platt(let slope, let intercept) = try Calibrator.fitPlatt(probabilities: p, labels: y, context: .serial)
    else {
      Issue.record("not a Platt calibrator")
      return
    }
    #expect(abs(slope - 0.5) < 0.03)
    #expect(abs(intercept) < 0.05)
  }

  @Test("Platt solves its equations: residuals are orthogonal to the log-odds")
  func plattIsStationary() throws {
    let (p, y) = overconfident(300)
    let calibrator = try Calibrator.fitPlatt(probabilities: p, labels: y, context: .serial)
    let positives = Double(y.count { $0 })
    let targets = y.map { $0 ? (positives + 1) / (positives + 2) : 1 / (300 - positives + 2) }
    let residuals = try zip(calibrator.calibrate(p, context: .serial), targets).map { $0 - $1 }
    #expect(abs(residuals.reduce(0, +)) < 1e-5)
    #expect(abs(zip(residuals, p).reduce(0) { $0 + $1.0 * logit($1.1) }) < 1e-5)
  }

  @Test("a prior of Platt's slope decides where rows say little, and gives way to many")
  func priorOfSlope() throws {
    func slope(_ p: [Double], _ y: [Bool], _ deviation: Double?) throws -> Double {
      let fitted = try Calibrator.fitPlatt(probabilities: p, labels: y, slopeDeviation: deviation, context: .serial)
      guard case .platt(let slope, _) = fitted else { return .nan }
      return slope
    }
    let (many, labels) = overconfident(20_000)
    #expect(try abs(slope(many, labels, 0.25) - slope(many, labels, nil)) < 0.01)
    // Scores that hardly differ, the wrong way round by chance.
    let few = [0.49, 0.5, 0.51, 0.5]
    #expect(try slope(few, [true, true, false, false], nil) == 0)
    #expect(try abs(slope(few, [true, true, false, false], 0.25) - 1) < 0.01)
    // Residuals pull the slope as strongly as the prior holds it.
    let (p, y) = overconfident(300)
    let calibrator = try Calibrator.fitPlatt(probabilities: p, labels: y, slopeDeviation: 0.25, context: .serial)
    let positives = Double(y.count { $0 })
    let targets = y.map { $0 ? (positives + 1) / (positives + 2) : 1 / (300 - positives + 2) }
    let residuals = try zip(calibrator.calibrate(p, context: .serial), targets).map { $0 - $1 }
    let pull = zip(residuals, p).reduce(0) { $0 + $1.0 * logit($1.1) }
    #expect(try abs(pull + 16 * (slope(p, y, 0.25) - 1)) < 1e-5)
  }

  @Test("the choice is made by cross-validation: not identity for overconfident scores, identity for calibrated ones")
  func choice() throws {
    let (p, y) = overconfident(3000)
    let choice = try chooseCalibrator(probabilities: p, labels: y, context: .serial)
    #expect(choice.calibrator.method != .identity)
    let scores = try #require(choice.brierScores)
    #expect(scores.count == 3 && scores.min()! < scores[0])
    let calibrated = p.map { sigmoid(logit($0) / 2) }
    let kept = try chooseCalibrator(probabilities: calibrated, labels: y, context: .serial)
    let keptScores = try #require(kept.brierScores)
    #expect(keptScores[0] - keptScores.min()! < 1e-4)
    #expect(try chooseCalibrator(probabilities: p, labels: y, context: .serial) == choice)
  }

  @Test("too few rows of a class leave identity")
  func fewRows() throws {
    let choice = try chooseCalibrator(probabilities: [0.1, 0.9, 0.8], labels: [false, true, true], context: .serial)
    #expect(choice.calibrator == .identity && choice.brierScores == nil)
    #expect(try Calibrator.fitPlatt(probabilities: [0.3], labels: [true], context: .serial) == .identity)
    #expect(Calibrator.fitIsotonic(probabilities: [], labels: []) == .identity)
  }

  @Test("reversed scores give a constant, not a reversed model")
  func reversed() throws {
    let (p, y) = overconfident(500)
    let calibrator = try Calibrator.fitPlatt(probabilities: p.map { 1 - $0 }, labels: y, context: .serial)
    #expect(calibrator(0.1) == calibrator(0.9))
  }

  @Test("odds are divided by the ratio of weights")
  func reweighting() {
    #expect(abs(undoReweighting(0.5, positiveWeightRatio: 4) - 0.2) < 1e-15)
    #expect(undoReweighting(0.37, positiveWeightRatio: 1) == 0.37)
    #expect(undoReweighting(0, positiveWeightRatio: 9) == 0 && undoReweighting(1, positiveWeightRatio: 9) == 1)
  }

  @Test("a calibrator survives JSON unchanged")
  func codable() throws {
    let (p, y) = overconfident(100)
    for method in Calibrator.Method.allCases {
      let calibrator = try Calibrator.fit(method, probabilities: p, labels: y, context: .serial)
      #expect(try JSONDecoder().decode(Calibrator.self, from: JSONEncoder().encode(calibrator)) == calibrator)
    }
  }
}
