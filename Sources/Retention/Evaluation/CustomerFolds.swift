import Numerics

/// Folds of customers by a hash of id and seed: the same customer is in the same fold at every snapshot and in every run.
public struct CustomerFolds: Sendable {
  public let count: Int
  let philox: Philox

  public init(count: Int, seed: UInt64) {
    self.count = count
    philox = Philox(seed: seed)
  }

  /// - Parameter idHash: a hash of the customer's id, not of its dense code, which other data may shift.
  public func fold(idHash: UInt64) -> Int {
    Int(philox.bits(stream: 0xF01D, counter: idHash) % UInt64(count))
  }
}
