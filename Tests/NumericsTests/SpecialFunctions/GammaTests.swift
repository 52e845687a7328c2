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
}
