package import Learning
package import Numerics

/// Settings that can learn to tell who will not buy again; a value, chosen by name in the config.
package protocol ChurnLearner: Sendable {
  /// What a fit, and a refit as well, reports as progress at most; nil for fits too short to report any.
  var plannedWork: PlannedWork? { get }

  /// Fits on `training`; where learning can go on too long, `validation` says when to stop.
  ///
  /// - Throws: `Cancelled`, or what makes the rows unusable, such as a single class.
  func fit(_ training: LabelledRows, validation: LabelledRows, context: ExecutionContext) throws -> any ChurnModel

  /// Fits on all rows as long as `models` were fitted on average: what their early stopping found holds here too.
  ///
  /// - Parameter models: at least one.
  /// - Throws: as `fit`.
  func refit(_ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext) throws -> any ChurnModel
}

extension ChurnLearner {
  package var plannedWork: PlannedWork? { nil }
}

/// A fitted churn model: log-odds of churn from feature rows.
package protocol ChurnModel: Sendable {
  /// Uncalibrated log-odds, one per row.
  ///
  /// - Parameter features: rows × columns, as in training; NaN where null.
  /// - Throws: `Cancelled`.
  func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double]

  /// rows × columns: how far each feature moves the log-odds from their baseline.
  ///
  /// - Parameter features: rows × columns, as in training; NaN where null.
  /// - Throws: `Cancelled`.
  func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double>

  /// Share of each feature in what the model uses; sums to 1, or 0 for a constant model.
  var importance: [Double] { get }

  /// The files that hold the model, by name without folder.
  var files: [ModelFile] { get throws }

  /// What `churn.json` says of the model: an object, whose keys are not those of every candidate.
  var report: any Encodable & Sendable { get }

  /// Rounds of boosting that were kept, where early stopping chose them: what a refit on more rows goes by.
  var boostingRounds: Int? { get }

  /// What a reader of the scores should know about the fit, half a sentence each.
  var warnings: [String] { get }

  /// The model as an ONNX file that yields calibrated probabilities; nil for a model that has no such form.
  ///
  /// - Parameter level: added to the log-odds before `calibrator`.
  /// - Throws: `ONNXError`.
  func onnx(level: Double, calibrator: Calibrator) throws(ONNXError) -> [UInt8]?
}

extension ChurnModel {
  package var report: any Encodable & Sendable { NothingToReport() }
  package var boostingRounds: Int? { nil }
  package var warnings: [String] { [] }

  package func onnx(level: Double, calibrator: Calibrator) throws(ONNXError) -> [UInt8]? { nil }
}

/// An object without members.
private struct NothingToReport: Encodable, Sendable {}

/// A model in the form in which it is kept.
package struct ModelFile: Sendable, Equatable {
  package let name: String
  package let text: String
  /// The name's ending, without the dot.
  package var type: String { String(name.split(separator: ".").last ?? "") }

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension ChurnSettings.ClassWeights {
  /// One weight per row, and the logarithm of churners' weight over the others', which fitted log-odds carry too much of.
  func weights(for rows: LabelledRows) -> (rows: [Double]?, logRatio: Double) {
    let own = rows.weights
    let total = own?.reduce(0, +) ?? Double(rows.count)
    let positives = rows.labels.indices.reduce(0.0) { $0 + rows.labels[$1] * (own?[$1] ?? 1) }
    guard self == .balanced, positives > 0, positives < total else { return (own, 0) }
    let ratio = (total - positives) / positives
    return (rows.labels.indices.map { (own?[$0] ?? 1) * (rows.labels[$0] > 0 ? ratio : 1) }, logarithm(ratio))
  }
}
