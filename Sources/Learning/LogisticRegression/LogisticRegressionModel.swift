/// A fitted logistic regression: P(y = 1 | x) = 1 / (1 + exp(−(intercept + Σ coefficientⱼ · xⱼ))).
package struct LogisticRegressionModel: Sendable, Hashable, Codable {
  /// Log-odds where all features are 0; 0 where none was fitted.
  package let intercept: Double
  /// One for each feature, on the features' own scale; 0 for constant and aliased features.
  package let coefficients: [Double]
  /// Weighted means of the features in training: the point against which `contributions` are measured.
  package let featureMeans: [Double]
  /// Weighted standard deviations (divisor n) of the features in training.
  package let featureScales: [Double]
  /// Newton steps on all rows.
  package let iterations: Int
  /// False where the iterations ran out or the estimate does not exist (`separation` without a penalty).
  package let converged: Bool
  /// At the estimate, without the penalty.
  package let logLikelihood: Double
  /// The function that was maximized: `logLikelihood` plus its penalty. For Firth's it is on standardized features.
  package let penalizedLogLikelihood: Double
  /// Whether the classes are separated, so that coefficients owe their size to the penalty.
  package let separation: Separation
  /// Features that are constant or depend linearly on earlier ones; their coefficients are 0 (never with a ridge,
  /// except for constant ones).
  package let aliasedFeatures: [Int]
  /// Square roots of the diagonal of the inverse of the (penalized) information at the estimate, the features' first,
  /// the intercept's (where fitted) last; 0 for aliased features; nil where the information is singular.
  package let standardErrors: [Double]?
}
