package import Numerics

/// Settings that can learn what customers will be worth; a value, chosen by name in the config.
package protocol LifetimeValueLearner: Sendable {
  /// What a fit reports as progress at most; nil for fits too short to report any.
  var plannedWork: PlannedWork? { get }

  /// - Parameters:
  ///   - training: feature rows with revenue of the horizon as label.
  ///   - validation: rows of other customers, which say when to stop.
  /// - Throws: `Cancelled`, or what makes the rows unusable.
  func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel
}

extension LifetimeValueLearner {
  package var plannedWork: PlannedWork? { nil }
}

/// A fitted model of revenue over the horizon.
package protocol LifetimeValueModel: Sendable {
  /// Expected revenue of each row, ≥ 0, in units of the currency.
  ///
  /// - Throws: `Cancelled`, or what a model that is fitted at each snapshot throws.
  func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) throws -> [Double]
  /// The files that hold the model; none for a model without parameters worth keeping.
  var files: [ModelFile] { get throws }
  /// The trees as ONNX files; none for a model without trees.
  ///
  /// - Throws: `ONNXError`.
  var onnxFiles: [ModelBytes] { get throws }
}

extension LifetimeValueModel {
  package var onnxFiles: [ModelBytes] { [] }
}

/// A model in a binary form.
package struct ModelBytes: Sendable, Equatable {
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Rows of one snapshot, without labels.
package struct SnapshotRows: Sendable {
  /// rows × 33; NaN where null.
  package let features: Matrix<Double>
  package let customers: [Int32]
  package let snapshot: Snapshot

  package init(features: Matrix<Double>, customers: [Int32], snapshot: Snapshot) {
    self.features = features
    self.customers = customers
    self.snapshot = snapshot
  }

  package init(_ block: SnapshotFeatures) {
    self.init(features: block.values, customers: block.customers, snapshot: block.snapshot)
  }

  func selecting(_ rows: [Int], _ context: ExecutionContext) throws(Cancelled) -> SnapshotRows {
    SnapshotRows(
      features: try features.selectingRows(rows, context: context), customers: rows.map { customers[$0] },
      snapshot: snapshot)
  }
}

/// Baseline: everybody is worth the mean of the train rows.
package struct MeanValueLearner: LifetimeValueLearner {
  package init() {}

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    let labels = training.labels + validation.labels
    return MeanValueModel(mean: labels.reduce(0, +) / Double(max(labels.count, 1)))
  }
}

package struct MeanValueModel: LifetimeValueModel {
  package let mean: Double

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
    [Double](repeating: mean, count: rows.customers.count)
  }

  package var files: [ModelFile] { [] }
}

/// Baseline: everybody spends as in the observation window, scaled to the horizon.
package struct PastSpendLearner: LifetimeValueLearner {
  /// Horizon over window.
  package let scale: Double

  package init(scale: Double) { self.scale = scale }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    PastSpendModel(scale: scale)
  }
}

package struct PastSpendModel: LifetimeValueModel {
  package let scale: Double

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
    rows.features.column(Feature.monetaryTotal.rawValue).map { $0 * scale }
  }

  package var files: [ModelFile] { [] }
}
