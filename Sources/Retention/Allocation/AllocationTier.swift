/// One way to treat a customer: a call, an offer, a reminder.
public struct AllocationTier: Sendable, Hashable, Codable {
  /// Unique among the tiers.
  public var name: String
  /// Whether it gives margin away.
  public var kind: Kind
  /// Most customers it can reach; nil for no limit.
  public var capacity: Int?

  /// Whether a tier gives margin away.
  public enum Kind: String, Sendable, Hashable, Codable {
    case discount
    case nonDiscount
  }

  public init(name: String, kind: Kind, capacity: Int? = nil) {
    self.name = name
    self.kind = kind
    self.capacity = capacity
  }
}
