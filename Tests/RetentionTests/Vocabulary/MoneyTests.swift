import Retention
import Testing

@Suite("Money")
struct MoneyTests {
  @Test("is exact where doubles are not, and adds up in any order")
  func exact() {
    #expect(Money(0.1) + Money(0.2) == Money(0.3))
    let amounts = [1e15, 0.01, -1e15, 0.02].map { Money($0) }
    #expect(amounts.reduce(.zero, +) == Money(0.03))
    #expect(amounts.reversed().reduce(.zero, +) == Money(0.03))
    #expect((Money(1e30) + Money(0.25) - Money(1e30)).value == 0.25)
  }

  @Test("counts the nearest millionth, halves to the even one")
  func nearest() {
    #expect(Money(1.0000004).micros == 1_000_000)
    // Exact halves in binary: 0.5 and 1.5 millionths of 2⁻⁶ · 10⁶ units.
    #expect(Money(0.5e-6).micros == 0)
    #expect(Money(1.5e-6).micros == 2)
    #expect(Money(-1.5e-6).micros == -2)
  }

  @Test("what is no amount counts as 0", arguments: [Double.nan, .infinity, -.infinity, 1e31])
  func noAmount(value: Double) {
    #expect(Money(value) == .zero)
  }

  @Test("is told in units, or to the penny, halves away from zero")
  func values() {
    #expect(Money(micros: 1_234_567).value == 1.234567)
    #expect(Money(micros: 1_005_000).rounded == 1.01 && Money(micros: -1_005_000).rounded == -1.01)
    #expect(Money(micros: 1_004_999).rounded == 1)
    #expect(Money(2) > Money(1.999999))
  }
}
