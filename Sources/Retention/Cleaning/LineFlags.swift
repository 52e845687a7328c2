/// Properties of a line that stays.
public struct LineFlags: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Equal to an earlier line in all source columns.
  public static let duplicate = LineFlags(rawValue: 1)
  /// The order id begins with a cancellation prefix.
  public static let cancellation = LineFlags(rawValue: 2)
  /// A cancellation, or a negative quantity.
  public static let isReturn = LineFlags(rawValue: 4)
  /// Price or quantity beyond the learned bounds.
  public static let outlier = LineFlags(rawValue: 8)
}
