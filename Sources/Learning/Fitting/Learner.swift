package import Numerics

/// A value made of checked settings that fits an immutable model.
///
/// The same training set gives the same model to the bit, whatever the context. Code that only needs *some* learner
/// takes one as a parameter: the stability of a clustering, for example, refits any learner whose models assign
/// clusters.
package protocol Learner<TrainingSet, Model>: Sendable {
  /// What is learned from: rows, and what is known of them.
  associatedtype TrainingSet
  associatedtype Model: Sendable

  /// - Throws: `Cancelled`, or the learner's own error for a training set that nothing can be learned from.
  func fit(_ training: TrainingSet, context: ExecutionContext) throws -> Model
}
