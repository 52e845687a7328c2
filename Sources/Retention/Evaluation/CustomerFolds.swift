import Numerics

/// Folds of customers by a hash of id and seed: a customer is in the same fold at every snapshot and in every run.
package struct CustomerFolds: Sendable {
  /// Number of folds.
  package let count: Int
  let philox: Philox

  package init(count: Int, seed: UInt64) {
    self.count = count
    philox = Philox(seed: seed)
  }

  /// The fold of a customer, 0..<count.
  ///
  /// - Parameter idHash: hash of the customer's id, not of the customer's number, which other customers may shift.
  package func fold(idHash: UInt64) -> Int {
    Int(philox.bits(stream: 0xF01D, counter: idHash) % UInt64(count))
  }
}
