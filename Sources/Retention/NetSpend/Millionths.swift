/// Quantities and amounts of single lines in whole millionths, so that what is taken from them adds up exactly.
enum Millionths {
  /// Beyond it, a value counts as this one: room for sums that no shop reaches, instead of an overflow.
  private static let largest = 0x1p60

  /// The nearest millionth of the size of a value; 0 for a value that is not a number.
  static func size(of value: Double) -> Int64 { rounded(abs(value) * 1e6) }

  /// The nearest whole number; `value` is in millionths already, and not negative.
  static func rounded(_ value: Double) -> Int64 {
    value < largest ? Int64(value.rounded(.toNearestOrEven)) : value.isNaN ? 0 : Int64(largest)
  }

  /// The sum, or the largest number where it is beyond that; `other` is not negative.
  ///
  /// 64 bits, because sums are turned into `Double` in hot loops, and `Double(Int128)` is slow.
  static func sum(_ value: Int64, _ other: Int64) -> Int64 {
    let (sum, isTooLarge) = value.addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }

  /// Quantity or amount of a purchase line; nothing where it is negative.
  static func purchase(_ value: Double) -> Int64 { value > 0 ? size(of: value) : 0 }
}
