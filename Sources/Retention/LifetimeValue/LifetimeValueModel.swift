public import Numerics

/// Settings that can learn what customers will be worth; a value, chosen by name in the config.
public protocol LifetimeValueLearner: Sendable {
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
  public var plannedWork: PlannedWork? { nil }
}

/// A fitted model of revenue over the horizon.
public protocol LifetimeValueModel: Sendable {
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
  public var onnxFiles: [ModelBytes] { [] }
}

/// A model in a binary form.
public struct ModelBytes: Sendable, Equatable {
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Rows of one snapshot, without labels.
public struct SnapshotRows: Sendable {
  /// rows × 33; NaN where null.
  public let features: Matrix<Double>
  public let customers: [Int32]
  public let snapshot: Snapshot

  public init(features: Matrix<Double>, customers: [Int32], snapshot: Snapshot) {
    self.features = features
    self.customers = customers
    self.snapshot = snapshot
  }

  public init(_ block: SnapshotFeatures) {
    self.init(features: block.values, customers: block.customers, snapshot: block.snapshot)
  }

  func selecting(_ rows: [Int], _ context: ExecutionContext) throws(Cancelled) -> SnapshotRows {
    SnapshotRows(
      features: try features.selectingRows(rows, context: context), customers: rows.map { customers[$0] },
      snapshot: snapshot)
  }
}

/// Baseline: everybody is worth the mean of the train rows.
public struct MeanValueLearner: LifetimeValueLearner {
  public init() {}

  public func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    let labels = training.labels + validation.labels
    return MeanValueModel(mean: labels.reduce(0, +) / Double(max(labels.count, 1)))
  }
}

public struct MeanValueModel: LifetimeValueModel {
  public let mean: Double

  public func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
    [Double](repeating: mean, count: rows.customers.count)
  }

  public var files: [ModelFile] { [] }
}

/// Baseline: everybody spends as in the observation window, scaled to the horizon.
public struct PastSpendLearner: LifetimeValueLearner {
  /// Horizon over window.
  public let scale: Double

  public init(scale: Double) { self.scale = scale }

  public func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    PastSpendModel(scale: scale)
  }
}

public struct PastSpendModel: LifetimeValueModel {
  public let scale: Double

  public func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
    rows.features.column(Feature.monetaryTotal.rawValue).map { $0 * scale }
  }

  public var files: [ModelFile] { [] }
}
