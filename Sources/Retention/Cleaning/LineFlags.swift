/// Properties of a line that stays.
package struct LineFlags: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Equal to an earlier line in all source columns.
  package static let duplicate = LineFlags(rawValue: 1)
  /// The order id begins with a cancellation prefix.
  package static let cancellation = LineFlags(rawValue: 2)
  /// A cancellation, or a negative quantity.
  package static let isReturn = LineFlags(rawValue: 4)
  /// Price or quantity beyond the learned bounds.
  package static let outlier = LineFlags(rawValue: 8)
}
