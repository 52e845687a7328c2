/// The likelihood of histories at given parameters of a model of purchases.
///
/// ln L of a history is a term that depends on x alone, and the rest.
package protocol HistoryLikelihood: Sendable {
  /// The parts that depend on x alone, of one customer.
  func countTerm(_ x: Double) -> LikelihoodSums

  /// The other parts, of all customers in some blocks.
  func sums(_ blocks: UnsafeBufferPointer<PurchaseBlock>) -> LikelihoodSums
}
