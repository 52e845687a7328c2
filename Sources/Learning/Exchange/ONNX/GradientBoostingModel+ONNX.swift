extension GradientBoostingModel {
  /// The model as an ONNX file, which onnxruntime and others predict with: operators of ai.onnx 16 and ai.onnx.ml 3.
  ///
  /// Input `features`: rows × features of single precision, columns in the order of `featureNames`, NaN for a missing
  /// value, categories as their whole numbers. Outputs, one row per row of the input:
  ///
  /// - `raw_score`, rows × 1: the sum of the leaves.
  /// - for the logistic objective `probabilities`, rows × 2, of the targets 0 and 1; and `label`, one per row, which is 1
  ///   where its probability is above ½;
  /// - for the others `prediction`, rows × 1, on the scale of the targets.
  ///
  /// Every row falls into the leaves that it falls into here, and these are added in double precision; what comes out is
  /// rounded to single precision once. The file is the same to the bit for the same model.
  ///
  /// - Parameters:
  ///   - level: added to the log-odds before `probabilities` are made of them; `raw_score` stays what it is.
  ///   - calibrator: what `probabilities` went through; both for the logistic objective only.
  /// - Throws: `ONNXError` for a model that is too large for the format.
  package func onnx(level: Double = 0, calibrator: Calibrator = .identity) throws(ONNXError) -> [UInt8] {
    precondition(
      objective == .logistic || level == 0 && calibrator == .identity, "only probabilities are calibrated")
    var graph = ONNXGraph()
    graph.input(
      "features", .float, [.named("rows"), .fixed(featureNames.count)],
      "Columns in the order of the metadata's feature_names; NaN for a missing value.")
    graph.cast("features", to: .double, as: "exact_features")
    graph.add(
      "TreeEnsembleRegressor", ["exact_features"], as: "raw_score", domain: ONNXGraph.treeDomain,
      TreeEnsembleTable(trees).attributes)
    graph.output("raw_score", .float, [.named("rows"), .fixed(1)], "The sum of the leaves.")
    switch objective {
    case .logistic: graph.addProbabilities(level: level, calibrator)
    case .squaredError, .quantile: graph.addPrediction { $0.add("Identity", ["raw_score"], as: "prediction") }
    case .tweedie: graph.addPrediction { $0.addExponential() }
    }
    let file = graph.file(
      name: "gradient_boosted_trees", summary: "Gradient-boosted trees of retention-fast.", metadata: metadata)
    // Readers of Protocol Buffers take no more.
    guard file.count <= Int(Int32.max) else { throw .tooLarge(bytes: file.count) }
    return file
  }

  private var metadata: [(key: String, value: String)] {
    let categorical = featureNames.indices.filter { feature in
      featureCategories[feature] != nil
        || trees.contains { $0.nodes.contains { $0.feature == feature && $0.categories != nil } }
    }
    return [
      ("producer", "retention-fast"), ("objective", objective.lightGBMObjective),
      ("trees", "\(trees.count)"), ("feature_names", featureNames.joined(separator: " ")),
      ("categorical_features", categorical.map { featureNames[$0] }.joined(separator: " ")),
    ]
  }
}

extension ONNXGraph {
  fileprivate mutating func addPrediction(_ body: (inout ONNXGraph) -> Void) {
    body(&self)
    output("prediction", .float, [.named("rows"), .fixed(1)], "On the scale of the targets.")
  }

  fileprivate mutating func addExponential() {
    cast("raw_score", to: .double, as: "exact_raw_score")
    add("Exp", ["exact_raw_score"], as: "exact_prediction")
    cast("exact_prediction", to: .float, as: "prediction")
  }

  fileprivate mutating func addProbabilities(level: Double, _ calibrator: Calibrator) {
    cast("raw_score", to: .double, as: "exact_raw_score")
    var logOdds = "exact_raw_score"
    if level != 0 {
      logOdds = add("Add", [logOdds, constant("level", .doubles([level]))], as: "log_odds")
    }
    let positive = add(calibrator, logOdds: logOdds)
    let negative = add("Sub", [constant("one", .doubles([1])), positive], as: "exact_negative")
    add("Concat", [negative, positive], as: "exact_probabilities", [ONNXAttribute("axis", .integer(1))])
    cast("exact_probabilities", to: .float, as: "probabilities")
    output(
      "probabilities", .float, [.named("rows"), .fixed(2)], "Of the targets 0 and 1, in this order.")
    add("Greater", [positive, constant("half", .doubles([0.5]))], as: "is_positive")
    cast("is_positive", to: .int64, as: "label_column")
    add("Reshape", ["label_column", constant("one_a_row", .integers([-1]), shape: [1])], as: "label")
    output("label", .int64, [.named("rows")], "1 where its probability is above a half, else 0.")
  }
}
