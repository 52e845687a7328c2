package import Numerics

/// Settings that can learn what customers will be worth; a value, chosen by name in the config.
package protocol LifetimeValueLearner: Sendable {
  /// What a fit or refit reports as progress at most; nil for fits too short to report any.
  var plannedWork: PlannedWork? { get }

  /// - Parameters:
  ///   - training: feature rows with revenue of the horizon as label, with weights and spend inputs.
  ///   - validation: rows of other customers, which may say when to stop, and nothing else.
  /// - Throws: `Cancelled`, or what makes the rows unusable.
  func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel

  /// The same on rows of which none are held out, with what holding out has shown, such as the number of rounds.
  ///
  /// - Parameter models: fits to parts of the customers.
  /// - Throws: As `fit`.
  func refit(
    _ rows: LabelledRows, like models: [any LifetimeValueModel], context: ExecutionContext
  ) throws -> any LifetimeValueModel
}

extension LifetimeValueLearner {
  package var plannedWork: PlannedWork? { nil }

  package func refit(
    _ rows: LabelledRows, like models: [any LifetimeValueModel], context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    try fit(rows, validation: rows.selecting([], context: context.quiet), context: context)
  }
}

/// A fitted model of revenue over the horizon.
package protocol LifetimeValueModel: Sendable {
  /// Expected revenue of each row, ≥ 0, in units of the currency; NaN where the model has nothing to say.
  ///
  /// - Throws: `Cancelled`, or what a model that is fitted at each snapshot throws.
  func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) throws -> [Double]
  /// What the values are products of, for their explanation; nil for a model that is explained in no such way.
  ///
  /// - Throws: As `expectedValue`.
  func factors(_ rows: SnapshotRows, context: ExecutionContext) throws -> ValueFactors?
  /// The files that hold the model; none for a model without parameters worth keeping.
  var files: [ModelFile] { get throws }
  /// The trees as ONNX files; none for a model without trees.
  ///
  /// - Throws: `ONNXError`.
  var onnxFiles: [ModelBytes] { get throws }
  /// Rounds of boosting; nil for models without.
  var boostingRounds: Int? { get }
}

extension LifetimeValueModel {
  package var onnxFiles: [ModelBytes] { [] }
  package var boostingRounds: Int? { nil }

  package func factors(_ rows: SnapshotRows, context: ExecutionContext) throws -> ValueFactors? { nil }

  /// As `expectedValue`, for rows of several snapshots, one snapshot after the other.
  ///
  /// - Throws: As `expectedValue`.
  func expectedValue(_ rows: LabelledRows, context: ExecutionContext) throws -> [Double] {
    var values: [Double] = []
    for range in rows.snapshotRanges {
      values += try expectedValue(rows.unlabelled(range, context: context), context: context)
    }
    return values
  }
}

extension LabelledRows {
  /// Rows of each snapshot, where rows of a snapshot are neighbors.
  var snapshotRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for row in snapshots.indices where row + 1 == count || snapshots[row + 1] != snapshots[row] {
      ranges.append(start..<row + 1)
      start = row + 1
    }
    return ranges
  }

  /// Rows of one snapshot without their labels.
  func unlabelled(_ range: Range<Int>, context: ExecutionContext) throws(Cancelled) -> SnapshotRows {
    if range.count == count {
      return SnapshotRows(features: features, customers: customers, snapshot: snapshots[0], spend: spend)
    }
    let places = Array(range)
    return SnapshotRows(
      features: try features.selectingRows(places, context: context), customers: Array(customers[range]),
      snapshot: snapshots[range.lowerBound], spend: try spend?.selecting(places, context: context))
  }
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
  /// rows × columns, in the order of `ModelColumns.names`; NaN where null.
  package let features: Matrix<Float>
  package let customers: [Int32]
  package let snapshot: Snapshot
  /// nil where no model reads it.
  package let spend: SpendInputs?

  package init(features: Matrix<Float>, customers: [Int32], snapshot: Snapshot, spend: SpendInputs? = nil) {
    self.features = features
    self.customers = customers
    self.snapshot = snapshot
    self.spend = spend
  }
}

/// Baseline: everybody is worth the mean of the train rows.
package struct MeanValueLearner: LifetimeValueLearner {
  package init() {}

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    MeanValueModel(mean: training.labels.reduce(0, +) / Double(max(training.count, 1)))
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
  /// Which spend.
  package enum Basis: String, Sendable, Codable {
    /// As invoiced.
    case gross
    /// Less the returns that are known.
    case net
  }

  package let basis: Basis

  package init(_ basis: Basis) { self.basis = basis }

  package func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any LifetimeValueModel {
    PastSpendModel(basis: basis)
  }
}

package struct PastSpendModel: LifetimeValueModel {
  package let basis: PastSpendLearner.Basis

  package init(basis: PastSpendLearner.Basis) { self.basis = basis }

  package func expectedValue(_ rows: SnapshotRows, context: ExecutionContext) -> [Double] {
    guard let spend = rows.spend else { preconditionFailure("models of value read spend") }
    return spend.column(basis == .gross ? .gross : .net)
  }

  package func factors(_ rows: SnapshotRows, context: ExecutionContext) -> ValueFactors? {
    ValueFactors(.asBefore(basis), scales: expectedValue(rows, context: context))
  }

  package var files: [ModelFile] { [] }
}
