import Foundation
import Numerics
import Testing

@Suite("Special functions") struct SpecialFunctionTests {
  @Test(
    "normal quantiles have their tabulated values",
    arguments: [(0.975, 1.959963984540054), (0.5, 0), (0.9, 1.2815515655446004), (1e-10, -6.361340902404056)])
  func normalQuantiles(probability: Double, expected: Double) {
    #expect(abs(normalQuantile(probability) - expected) < 1e-13 * max(1, abs(expected)))
  }

  @Test("the normal quantile inverts the distribution in both tails, and ends at infinity")
  func normalInverse() {
    for probability in [1e-300, 1e-20, 1e-5, 0.02425, 0.3, 0.7, 0.999999] {
      #expect(abs(normalCDF(normalQuantile(probability)) / probability - 1) < 1e-11)
    }
    #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity && normalQuantile(-1).isNaN)
  }

  @Test("chi-square tails and quantiles have their tabulated values")
  func chiSquare() {
    #expect(abs(chiSquareQuantile(0.95, degreesOfFreedom: 9) - 16.918977604620448) < 1e-9)
    #expect(abs(chiSquareTail(3.841458820694124, degreesOfFreedom: 1) - 0.05) < 1e-14)
    #expect(abs(chiSquareTail(0.1, degreesOfFreedom: 2) - exp(-0.05)) < 1e-14)
    #expect(chiSquareTail(0, degreesOfFreedom: 3) == 1 && chiSquareTail(.infinity, degreesOfFreedom: 3) == 0)
    #expect(abs(chiSquareTail(100, degreesOfFreedom: 2) / exp(-50) - 1) < 1e-12)
  }

  @Test("logistic functions do not overflow and undo each other")
  func logistic() {
    #expect(sigmoid(-1000) == 0 && sigmoid(1000) == 1 && sigmoid(0) == 0.5)
    #expect(abs(logit(sigmoid(-3.2)) - -3.2) < 1e-14)
    #expect(softplus(1000) == 1000 && abs(softplus(0) - log(2)) < 1e-16)
  }

  @Test("exponential and logarithm in lanes agree with the C library to a few units in the last place")
  func lanes() {
    for step in 0..<2000 {
      let x = -Double(step) * 0.3537
      let found = expOfNonPositive(Lanes(repeating: x))[3]
      let expected = exp(max(x, -708))
      #expect(abs(found - expected) <= 8e-16 * expected)
      let e = exp(-Double(step) * 0.02)
      #expect(abs(log1pOfUnit(Lanes(repeating: e))[5] - log1p(e)) <= 8e-16 * log1p(e))
    }
    #expect(expOfNonPositive(Lanes(repeating: 0))[0] == 1)
    #expect(expOfNonPositive(Lanes(repeating: -.infinity))[0] < 1e-300)
    #expect(log1pOfUnit(Lanes(repeating: 0))[0] == 0)
  }

  @Test("logarithms and exponentials of any sign in lanes agree with the C library")
  func signedLanes() {
    for step in -3000...3000 {
      let x = exp(Double(step) * 0.2)
      #expect(abs(logarithm(Lanes(repeating: x))[2] - log(x)) <= 4e-16 * max(abs(log(x)), 0.5))
      let near = 1 + Double(step) * 1e-4
      #expect(abs(logarithm(Lanes(repeating: near))[7] - log(near)) <= 8e-16 * abs(log(near)))
      #expect(abs(logOnePlus(Lanes(repeating: x))[0] - log1p(x)) <= 8e-16 * log1p(x))
      let power = Double(step) * 0.2353
      #expect(abs(exponential(Lanes(repeating: power))[1] - exp(power)) <= 8e-16 * exp(power))
    }
    #expect(logarithm(Lanes(repeating: 1)) == .zero && logOnePlus(.zero) == .zero)
    #expect(abs(logarithm(Lanes(repeating: .leastNormalMagnitude))[4] - log(.leastNormalMagnitude)) < 1e-12)
    #expect(exponential(Lanes(repeating: 1000))[0] == exponential(Lanes(repeating: 708))[0])
  }

  @Test("each lane is its own number")
  func separateLanes() {
    let values = Lanes(0.1, 1, 3, 700, 1e-9, 2e9, 0.7, 1.4)
    for lane in 0..<8 {
      #expect(logarithm(values)[lane] == logarithm(Lanes(repeating: values[lane]))[5])
      #expect(exponential(-values)[lane] == exponential(Lanes(repeating: -values[lane]))[5])
    }
  }
}
