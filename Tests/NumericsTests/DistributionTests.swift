import Foundation
import Numerics
import Testing

/// Mean and variance of draws, each with its standard error.
private struct Moments {
  let mean: Double
  let variance: Double
  let meanError: Double
  let varianceError: Double

  init(_ count: Int = 50_000, seed: UInt64 = 11, _ draw: (inout PhiloxGenerator) -> Double) {
    var random = PhiloxGenerator(seed: seed)
    let n = Double(count)
    let values = (0..<count).map { _ in draw(&random) }
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let fourth = values.reduce(0) { $0 + pow($1 - mean, 4) } / n
    self.mean = mean
    self.variance = variance
    meanError = (variance / n).squareRoot()
    varianceError = (max(fourth - variance * variance, 0) / n).squareRoot()
  }

  /// Whether both are within 4.5 standard errors of what is expected; of the variance, 1 % is always allowed, since its
  /// error vanishes for a fair coin.
  func agree(mean expected: Double, variance expectedVariance: Double) -> Bool {
    abs(mean - expected) <= 4.5 * meanError
      && abs(variance - expectedVariance) <= max(4.5 * varianceError, 0.01 * expectedVariance)
  }
}

@Suite("Continuous distributions") struct ContinuousDistributionTests {
  @Test("one seed and stream give one sequence; another stream gives another")
  func deterministic() {
    func draws(_ stream: UInt64) -> [Double] {
      var random = PhiloxGenerator(seed: 5, stream: stream)
      return [random.normal(), random.gamma(shape: 0.4), random.beta(0.5, 0.5), Double(random.poisson(mean: 40))]
    }
    #expect(draws(1) == draws(1))
    #expect(draws(1) != draws(2))
  }

  @Test("the normal has its moments and its tails")
  func normal() {
    #expect(Moments { $0.normal() }.agree(mean: 0, variance: 1))
    #expect(Moments { $0.normal(mean: 3, standardDeviation: 2) }.agree(mean: 3, variance: 4))
    #expect(Moments { pow($0.normal(), 3) }.agree(mean: 0, variance: 15))
    let tail = Moments { abs($0.normal()) > 1.959964 ? 1 : 0 }
    #expect(tail.agree(mean: 0.05, variance: 0.0475))
  }

  @Test("gamma has mean shape · scale and variance shape · scale²", arguments: [0.05, 0.5, 1, 2.5, 30])
  func gamma(shape: Double) {
    #expect(Moments { $0.gamma(shape: shape, scale: 2) }.agree(mean: 2 * shape, variance: 4 * shape))
  }

  @Test("gamma of shape 1 is the exponential: a share e⁻² lies above 2")
  func gammaOfOne() {
    let expected = exp(-2.0)
    let variance = expected * (1 - expected)
    #expect(Moments { $0.gamma(shape: 1) > 2 ? 1 : 0 }.agree(mean: expected, variance: variance))
    #expect(Moments { $0.exponential() > 2 ? 1 : 0 }.agree(mean: expected, variance: variance))
    #expect(Moments { $0.exponential(rate: 4) }.agree(mean: 0.25, variance: 0.0625))
  }

  @Test("beta has its mean and variance", arguments: [(0.5, 0.5), (1, 1), (2, 5), (0.3, 4), (60, 20)])
  func beta(a: Double, b: Double) {
    let mean = a / (a + b)
    let variance = mean * (1 - mean) / (a + b + 1)
    #expect(Moments { $0.beta(a, b) }.agree(mean: mean, variance: variance))
  }

  @Test("beta of shapes so small that gammas underflow still is 0 or 1 in the right shares")
  func tinyBeta() {
    let moments = Moments(20_000) { $0.beta(1e-4, 3e-4) }
    #expect(moments.agree(mean: 0.25, variance: 0.1875))
  }

  @Test("half of a lognormal lies below exp(mean of the logarithm)")
  func lognormal() {
    #expect(
      Moments { $0.lognormal(logMean: 1, logStandardDeviation: 0.7) < M_E ? 1 : 0 }.agree(mean: 0.5, variance: 0.25))
    let mean = exp(1 + 0.7 * 0.7 / 2)
    #expect(
      Moments { $0.lognormal(logMean: 1, logStandardDeviation: 0.7) }
        .agree(mean: mean, variance: mean * mean * (exp(0.49) - 1)))
  }
}

@Suite("Discrete distributions") struct DiscreteDistributionTests {
  @Test("Poisson has its mean as variance too", arguments: [0.01, 0.7, 4, 9.99, 10, 12.5, 75, 1e6])
  func poissonMoments(mean: Double) {
    #expect(Moments { Double($0.poisson(mean: mean)) }.agree(mean: mean, variance: mean))
  }

  @Test("Poisson counts follow the mass function on both sides of the change of method", arguments: [9.5, 10.5, 40])
  func poissonMass(mean: Double) {
    var random = PhiloxGenerator(seed: 3)
    let draws = 100_000
    var counts = [Int](repeating: 0, count: 200)
    for _ in 0..<draws { counts[min(random.poisson(mean: mean), 199)] += 1 }
    var chiSquare = 0.0
    var cells = 0.0
    for k in counts.indices {
      let expected = Double(draws) * exp(Double(k) * log(mean) - mean - lgamma(Double(k) + 1))
      guard expected >= 10 else { continue }
      chiSquare += pow(Double(counts[k]) - expected, 2) / expected
      cells += 1
    }
    // Mean and standard deviation of χ² with that many degrees of freedom.
    #expect(cells > 15)
    #expect(chiSquare < cells + 4 * (2 * cells).squareRoot())
  }

  @Test("Poisson of mean 0 is 0")
  func poissonOfZero() {
    var random = PhiloxGenerator(seed: 1)
    #expect((0..<100).allSatisfy { _ in random.poisson(mean: 0) == 0 })
  }

  @Test("geometric counts the failures before a success", arguments: [0.02, 0.3, 0.9])
  func geometric(p: Double) {
    #expect(
      Moments { Double($0.geometric(successProbability: p)) }.agree(mean: (1 - p) / p, variance: (1 - p) / (p * p)))
    #expect(Moments { $0.geometric(successProbability: p) == 0 ? 1 : 0 }.agree(mean: p, variance: p * (1 - p)))
    var random = PhiloxGenerator(seed: 1)
    #expect(random.geometric(successProbability: 1) == 0)
  }

  @Test("a Bernoulli of probability 0 never happens, of 1 always")
  func bernoulli() {
    var random = PhiloxGenerator(seed: 1)
    #expect((0..<1000).allSatisfy { _ in !random.bernoulli(0) && random.bernoulli(1) })
    #expect(Moments { $0.bernoulli(0.3) ? 1 : 0 }.agree(mean: 0.3, variance: 0.21))
  }

  @Test("an alias table draws each outcome in proportion to its weight, and never one of weight 0")
  func aliasTable() {
    let weights = [5, 0, 1, 0.25, 3.75, 0]
    let table = AliasTable(weights: weights)
    #expect(table.count == 6)
    for outcome in weights.indices {
      let p = weights[outcome] / 10
      let share = Moments { table.draw(&$0) == outcome ? 1 : 0 }
      if p == 0 { #expect(share.mean == 0) } else { #expect(share.agree(mean: p, variance: p * (1 - p))) }
    }
  }

  @Test("an alias table of one outcome draws it, and one of 1,000 equal weights draws all")
  func aliasTableEnds() {
    var random = PhiloxGenerator(seed: 4)
    #expect(AliasTable(weights: [0.1]).draw(&random) == 0)
    let table = AliasTable(weights: [Double](repeating: 0.1, count: 1000))
    #expect(Set((0..<20_000).map { _ in table.draw(&random) }).count == 1000)
  }

  @Test("a shuffle gives every order of four elements equally often")
  func shuffle() {
    var random = PhiloxGenerator(seed: 8)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var elements = [1, 2, 3, 4]
      random.shuffle(&elements)
      counts[elements, default: 0] += 1
    }
    #expect(counts.count == 24)
    // 5 standard deviations of a count of mean 1,000.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 160 })
    var nothing: [Int] = []
    random.shuffle(&nothing)
    #expect(nothing.isEmpty)
  }
}
