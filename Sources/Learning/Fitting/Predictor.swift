package import Numerics

/// A model with one answer for each row.
///
/// `BGNBDModel` is none: it answers several questions, some of which need a horizon.
package protocol Predictor<Rows, Prediction>: Sendable {
  /// Rows in the form of the training set, without what is to be predicted.
  associatedtype Rows
  associatedtype Prediction: Sendable

  /// - Returns: one prediction per row.
  /// - Throws: `Cancelled`.
  func predict(_ rows: Rows, context: ExecutionContext) throws -> [Prediction]
}
