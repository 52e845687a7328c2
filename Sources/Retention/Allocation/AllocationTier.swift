/// One way to treat a customer: a call, an offer, a reminder.
public struct AllocationTier: Sendable, Hashable, Codable {
  public var name: String
  public var kind: Kind
  /// Customers it can reach at most; nil for no limit.
  public var capacity: Int?

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
