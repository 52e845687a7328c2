import Foundation
import Numerics
import Testing

@Suite("Gamma functions")
struct GammaTests {
  @Test("ln Γ has its known values")
  func logGammaValues() {
    #expect(logGamma(1) == 0)
    #expect(abs(logGamma(0.5) - log(Double.pi) / 2) < 1e-15)
    #expect(abs(logGamma(11) - log(3_628_800)) < 1e-13)
  }

  @Test("ψ has its known values")
  func digammaValues() {
    let euler = 0.577_215_664_901_532_86
    #expect(abs(digamma(1) + euler) < 1e-14)
    #expect(abs(digamma(0.5) + euler + 2 * log(2)) < 1e-14)
    #expect(abs(digamma(10) - 2.251_752_589_066_721) < 1e-14)
    #expect(abs(digamma(1e-8) + 1e8 + euler) < 1e-6)
    #expect(abs(digamma(1e6) - 13.815_510_057_964_19) < 1e-13)
  }

  @Test("ψ is the slope of ln Γ and satisfies its recurrence")
  func digammaProperties() {
    for x in [0.03, 0.7, 2.4, 9.99, 10, 57.3] {
      let step = 1e-5 * x
      let slope = (logGamma(x + step) - logGamma(x - step)) / (2 * step)
      #expect(abs(digamma(x) - slope) < 1e-6 * max(1, abs(slope)))
      #expect(abs(digamma(x + 1) - digamma(x) - 1 / x) < 1e-14 / min(x, 1))
    }
  }

  @Test(
    "increases of ln Γ and ψ over whole steps are the sums that they stand for",
    arguments: [1e-4, 0.3, 4, 9.99, 22026, 1e9])
  func wholeIncreases(x: Double) {
    for n in [0.0, 1, 2, 7, 60] {
      let steps = stride(from: 0, to: n, by: 1)
      let logarithms = steps.map { log(x + $0) }
      let scale = logarithms.reduce(0) { $0 + abs($1) } + n
      #expect(abs(logPochhammer(at: x, by: n) - logarithms.reduce(0, +)) <= 2e-15 * scale)
      let inverses = steps.reduce(0) { $0 + 1 / (x + $1) }
      #expect(abs(digammaIncrease(at: x, by: n) - inverses) <= 2e-15 * inverses)
    }
  }

  @Test("increases over any step agree with differences where these keep their digits")
  func increases() {
    for x in [1e-3, 0.5, 3.7, 12, 400] {
      for n in [1e-3, 0.25, 2.5, 31.4, 5000] {
        let logarithm = logGamma(x + n) - logGamma(x)
        #expect(abs(logPochhammer(at: x, by: n) - logarithm) <= 4e-15 * (logGamma(x + n) + abs(logGamma(x)) + 1))
        let psi = digamma(x + n) - digamma(x)
        #expect(abs(digammaIncrease(at: x, by: n) - psi) <= 4e-15 * (abs(digamma(x)) + abs(digamma(x + n)) + 1))
      }
    }
  }
}
