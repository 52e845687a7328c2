import Foundation
import Learning
import Numerics

/// Histories drawn from the models' own stories, observed for 20 to 40 weeks.
enum SimulatedCustomers {
  static func from(_ model: BGNBDModel, customers: Int, seed: UInt64 = 1) -> [PurchaseSummary] {
    draw(customers, seed: seed, shape: model.r, rate: model.alpha) { random in
      let dropout = random.beta(model.a, model.b)
      return { isFirst, random in isFirst ? .infinity : random.bernoulli(dropout) ? 0 : .infinity }
    }
  }

  static func from(_ model: MBGNBDModel, customers: Int, seed: UInt64 = 1) -> [PurchaseSummary] {
    draw(customers, seed: seed, shape: model.r, rate: model.alpha) { random in
      let dropout = random.beta(model.a, model.b)
      return { _, random in random.bernoulli(dropout) ? 0 : .infinity }
    }
  }

  static func from(_ model: ParetoNBDModel, customers: Int, seed: UInt64 = 1) -> [PurchaseSummary] {
    draw(customers, seed: seed, shape: model.r, rate: model.alpha) { random in
      let life = random.exponential(rate: random.gamma(shape: model.s, scale: 1 / model.beta))
      return { isFirst, _ in isFirst ? life : .nan }
    }
  }

  /// Customers who never drop out.
  static func faithful(r: Double, alpha: Double, customers: Int, seed: UInt64 = 1) -> [PurchaseSummary] {
    draw(customers, seed: seed, shape: r, rate: alpha) { _ in { _, _ in .infinity } }
  }

  /// Time left to live as of a purchase; NaN leaves an earlier answer as it is.
  private typealias Life = (_ isFirst: Bool, inout PhiloxGenerator) -> Double

  private static func draw(
    _ customers: Int, seed: UInt64, shape: Double, rate: Double, _ life: (inout PhiloxGenerator) -> Life
  ) -> [PurchaseSummary] {
    (0..<customers).map { index in
      var random = PhiloxGenerator(seed: seed, stream: UInt64(index))
      let own = random.gamma(shape: shape, scale: 1 / rate)
      let life = life(&random)
      let age = 20 + Double(index % 140) / 7
      var end = life(true, &random)
      var (time, last, repeats) = (0.0, 0.0, 0)
      while own > 0 {
        time += random.exponential(rate: own)
        if time > min(age, end) { break }
        (last, repeats) = (time, repeats + 1)
        let left = life(false, &random)
        if !left.isNaN { end = time + left }
      }
      return PurchaseSummary(repeats: repeats, recency: last, age: age)
    }
  }
}

/// ₂F₁ by its power series, for |z| < 1: the papers' way.
func hypergeometricSeries(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
  var (term, sum, n) = (1.0, 1.0, 0.0)
  while abs(term) > 1e-18 * abs(sum) {
    term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
    sum += term
    n += 1
  }
  return sum
}
