/// A set of campaign tiers by index, at most 64 of them.
package struct TierSet: OptionSet, Sendable, Hashable {
  /// One bit per tier.
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Every tier.
  package static let all = TierSet(rawValue: .max)

  /// The set of one tier.
  package init(tier: Int) {
    rawValue = 1 << UInt64(tier)
  }

  /// Whether the set holds a tier.
  @inlinable
  package func contains(tier: Int) -> Bool {
    rawValue >> UInt64(tier) & 1 == 1
  }
}
