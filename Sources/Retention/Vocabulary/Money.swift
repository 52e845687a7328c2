/// Money counted exactly, in millionths of the currency's unit: sums reconcile to the penny and beyond.
package struct Money: Sendable, Hashable, Comparable {
  /// Millionths of the currency's unit.
  package var micros: Int128

  /// Nothing.
  package static let zero = Money(micros: 0)

  /// An amount in millionths.
  package init(micros: Int128) { self.micros = micros }

  /// The nearest millionth; a value that is not finite counts as 0.
  package init(_ value: Double) {
    let scaled = (value * 1e6).rounded(.toNearestOrEven)
    micros = scaled.isFinite && abs(scaled) < 1e36 ? Int128(scaled) : 0
  }

  package static func + (first: Money, second: Money) -> Money { Money(micros: first.micros + second.micros) }
  package static func - (first: Money, second: Money) -> Money { Money(micros: first.micros - second.micros) }
  package static func += (first: inout Money, second: Money) { first.micros += second.micros }
  package static func < (first: Money, second: Money) -> Bool { first.micros < second.micros }

  /// In units of the currency.
  package var value: Double { Double(micros) / 1e6 }
  /// In units of the currency, rounded to the penny.
  package var rounded: Double { (Double(micros) / 1e4).rounded() / 100 }
}
