/// One way to treat a customer: a call, an offer, a reminder.
package struct AllocationTier: Sendable, Hashable, Codable {
  /// Unique among the tiers.
  package var name: String
  /// Whether it gives margin away.
  package var kind: Kind
  /// Most customers it can reach; nil for no limit.
  package var capacity: Int?

  /// Whether a tier gives margin away.
  package enum Kind: String, Sendable, Hashable, Codable {
    case discount
    case nonDiscount
  }

  package init(name: String, kind: Kind, capacity: Int? = nil) {
    self.name = name
    self.kind = kind
    self.capacity = capacity
  }
}
