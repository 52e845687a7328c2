/// Whether a hyperplane separates the classes (Albert & Anderson 1984), which leaves no finite maximum-likelihood estimate.
///
/// `feature` is the column with the greatest part in the separating direction (standardized). What is reported is proven
/// by a direction that was checked on every row. A direction that needs several features is looked for among the fitted
/// coefficients and, without a penalty, in the step along which they diverge; with a ridge, a quasi-complete separation
/// by several features at once may stay unseen.
package enum Separation: Sendable, Hashable, Codable {
  /// No separating direction was found.
  case none
  /// Rows of both classes lie on the hyperplane, none on the wrong side.
  case quasiComplete(feature: Int)
  /// Every row lies strictly on the side of its class.
  case complete(feature: Int)
}
