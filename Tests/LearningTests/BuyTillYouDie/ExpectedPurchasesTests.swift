import Foundation
import Learning
import Testing

/// ₂F₁ by its power series, for |z| < 1: the paper's way to the same number.
private func hypergeometric(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
  var (term, sum, n) = (1.0, 1.0, 0.0)
  while abs(term) > 1e-18 * abs(sum) {
    term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
    sum += term
    n += 1
  }
  return sum
}

/// E[X(t)] as the paper writes it; not for a = 1 or a + b ≤ 1.
private func paperMean(_ model: BGNBDModel, _ t: Double) -> Double {
  let (r, alpha, a, b) = (model.r, model.alpha, model.a, model.b)
  let bracket = 1 - pow(alpha / (alpha + t), r) * hypergeometric(r, b, a + b - 1, t / (alpha + t))
  return (a + b - 1) / (a - 1) * bracket
}

@Suite("Expected purchases of BG/NBD")
struct ExpectedPurchasesTests {
  /// r, α, a, b, t, and the mean by a hypergeometric function of 50 digits (limits where it is 0/0).
  @Test(
    "the mean is right where the paper's formula is 0/0, has poles, cancels or overflows",
    arguments: [
      [0.2426, 4.4135, 0.7929, 2.4258, 39, 1.1950518784095006],
      [0.5, 2, 1, 3, 10, 1.5013726778259893],
      [0.5, 2, 0.3, 0.7, 10, 1.5978178854627446],
      [0.5, 2, 0.25, 0.5, 50, 5.3446590682634005],
      [0.5, 2, 2.5, 0.5, 1e4, 1.3093372494926037],
      [0.7, 1e-3, 0.6, 2.5, 1e4, 1905.9412368268732],
      [3, 1e-2, 0.4, 1.5, 1e3, 3360.0455970865004],
      [1.5, 1e-4, 2.5, 3.5, 52, 3.3333325461111052],
      [0.3, 1e-6, 1, 2, 10, 24.461224210896176],
      [2, 1e-4, 0.02, 0.5, 52, 770674.13719599504],
      [200, 40, 0.8, 250, 39, 152.74903448227338],
      [2500, 50, 5, 900, 50, 224.88013376257818],
    ])
  func highPrecision(_ known: [Double]) {
    let model = BGNBDModel(r: known[0], alpha: known[1], a: known[2], b: known[3])
    let mean = model.expectedPurchases(horizon: known[4])
    #expect(abs(mean / known[5] - 1) < 1e-11, "\(mean)")
  }

  @Test("the mean agrees with the paper's formula where that is safe")
  func paper() {
    for a in [0.4, 0.8, 1.7, 4] {
      for t in [0.1, 5, 60] {
        let model = BGNBDModel(r: 0.6, alpha: 5, a: a, b: 2.2)
        #expect(try abs(model.expectedPurchases(horizon: t) / paperMean(model, t) - 1) < 1e-10)
      }
    }
  }

  @Test("nothing happens at a = 1: the mean is smooth across it")
  func acrossOne() {
    let means = [1 - 1e-7, 1, 1 + 1e-7].map {
      BGNBDModel(r: 0.5, alpha: 2, a: $0, b: 3).expectedPurchases(horizon: 10)
    }
    #expect(abs((means[0] + means[2]) / 2 - means[1]) < 1e-12)
  }

  @Test("two ways meet: where the terms get too many, the integral goes on smoothly")
  func seam() {
    let model = BGNBDModel(r: 1.2, alpha: 1, a: 0.7, b: 1.8)
    // odds · (r + 40) passes the limit of 20,000 terms near 485.4.
    let means = stride(from: 484.0, through: 487, by: 0.5).map { model.expectedPurchases(horizon: $0) }
    let second = (2..<means.count).map { index -> Double in
      let outer: Double = means[index] + means[index - 2]
      return outer - 2 * means[index - 1]
    }
    #expect(second.allSatisfy { abs($0) < 1e-5 })
    #expect(means == means.sorted())
  }

  @Test("a customer's future is P(alive) times a newcomer's under the updated parameters")
  func conditional() {
    let model = BGNBDModel(r: 0.2426, alpha: 4.4135, a: 0.7929, b: 2.4258)
    let customer = PurchaseSummary(repeats: 4, recency: 20, age: 35)
    let updated = BGNBDModel(r: 4.2426, alpha: 39.4135, a: 0.7929, b: 6.4258)
    let expected = model.probabilityAlive(customer) * paperMean(updated, 26)
    #expect(try abs(model.expectedPurchases(horizon: 26, given: customer) - expected) < 1e-10)
    #expect(try model.expectedPurchases(horizon: 0, given: customer) == 0)
    let horizons = [1.0, 4, 13, 52, 520].map { model.expectedPurchases(horizon: $0, given: customer) }
    #expect(horizons == horizons.sorted())
  }
}
