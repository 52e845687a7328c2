import Foundation
import Numerics
import Testing
import Text

@Suite("Fixed decimals") struct DecimalTests {
  @Test(
    "known values",
    arguments: [
      (0, 0, "0"), (0, 3, "0.000"), (1, 0, "1"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (0.5, 0, "0"), (1.5, 0, "2"),
      (2.5, 0, "2"), (0.15, 1, "0.1"), (0.25, 1, "0.2"), (1e-9, 3, "0.000"), (-1.005, 2, "-1.00"),
      (999.9996, 3, "1000.000"),
      (-0.0004, 3, "-0.000"), (1e15, 1, "1000000000000000.0"), (9_007_199_254_740_993, 0, "9007199254740992"),
      (.nan, 2, "unknown"), (.infinity, 2, "unknown"), (-.infinity, 0, "unknown"),
    ] as [(Double, Int, String)])
  func known(value: Double, places: Int, text: String) {
    #expect(decimal(value, places: places) == text)
  }

  @Test("the smallest and largest doubles, and ties, are printed as in C")
  func extremes() {
    let extremes: [Double] = [
      .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p53, 0x1p52 + 0.5, 0x1p63, 0x1p64,
      0x1p117,
      0x1p128, 1e22, 1e23, 1e300, 0.1, 0.3, 0.7, -0.0, 5e-20, 0.5e-19, 1.5e-19,
    ]
    for value in extremes.flatMap({ [$0, $0.nextUp, -$0, $0.nextDown] }) where value.isFinite {
      for places in 0...19 { compare(value, places) }
    }
    for eighths in -4000...4000 { for places in 0...3 { compare(Double(eighths) / 8, places) } }
  }

  @Test("random doubles of all magnitudes are printed as in C")
  func random() {
    var random = PhiloxGenerator(seed: 11)
    for _ in 0..<40_000 {
      let value = Double(bitPattern: UInt64(random.uniform() * 0x1p32) << 32 | UInt64(random.uniform() * 0x1p32))
      if value.isFinite { compare(value, random.index(below: 20)) }
      compare(random.normal() * 1000, random.index(below: 10))
      compare((random.uniform() * 1e6).rounded() / 1e4, 2)
    }
  }

  private func compare(_ value: Double, _ places: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let expected = String(format: "%.\(places)f", value)
    if decimal(value, places: places) != expected {
      Issue.record("\(value) with \(places): \(decimal(value, places: places)), not \(expected)")
    }
  }
}
