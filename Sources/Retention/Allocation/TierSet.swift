/// A set of campaign tiers by index, at most 64 of them.
public struct TierSet: OptionSet, Sendable, Hashable {
  /// One bit per tier.
  public let rawValue: UInt64

  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Every tier.
  public static let all = TierSet(rawValue: .max)

  /// The set of one tier.
  public init(tier: Int) {
    rawValue = 1 << UInt64(tier)
  }

  /// Whether the set holds a tier.
  @inlinable
  public func contains(tier: Int) -> Bool {
    rawValue >> UInt64(tier) & 1 == 1
  }
}
