import Foundation
import Learning
import Numerics
import TestSupport
import Testing

@Suite("ONNX files") struct ONNXTests {
  // MARK: - Wire format

  @Test("the examples of the description of Protocol Buffers")
  func wireFormat() {
    var message = ProtobufMessage()
    message.add(1, 150)
    #expect(message.bytes == [0x08, 0x96, 0x01])
    var outer = ProtobufMessage()
    outer.add(3, message)
    #expect(outer.bytes == [0x1A, 0x03, 0x08, 0x96, 0x01])
    var text = ProtobufMessage()
    text.add(2, "testing")
    #expect(text.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67])
    var packed = ProtobufMessage()
    packed.add(6, packed: [3, 270, 86942])
    #expect(packed.bytes == [0x32, 0x06, 0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05])
    var negative = ProtobufMessage()
    negative.add(1, -1)
    #expect(negative.bytes == [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
    // A field number beyond 15 takes two bytes.
    var far = ProtobufMessage()
    far.add(20, 0)
    #expect(far.bytes == [0xA0, 0x01, 0x00])
  }

  // MARK: - A tree by hand

  /// x₀ ≤ 0.1 goes left (missing: left) to 1; else x₁ in {2, 3, 5} to 10, and anything else to 100.
  private static let tree = DecisionTree(
    nodes: [
      DecisionTree.Node(
        feature: 0, threshold: 0.1, missing: .nanIsMissing, defaultsLeft: true, left: .leaf(0), right: .node(1),
        gain: 1, value: 0, weight: 1, count: 3),
      DecisionTree.Node(
        feature: 1, threshold: 0, categories: CategorySet([2, 3, 5]), missing: .nanIsMissing, defaultsLeft: false,
        left: .leaf(1), right: .leaf(2), gain: 1, value: 0, weight: 1, count: 2),
    ],
    leaves: [1, 10, 100].map { DecisionTree.Leaf(value: $0, weight: 1, count: 1) }, shrinkage: 1)

  private static func model(
    _ trees: [DecisionTree], _ objective: GradientBoostingObjective = .squaredError, names: [String] = ["size", "kind"]
  ) -> GradientBoostingModel {
    GradientBoostingModel(
      objective: objective, featureNames: names, featureRanges: names.map { _ in nil }, trees: trees, trainingLog: [])
  }

  @Test("the columns of a small tree: a chain of tests for its categories, cuts that single precision has")
  func columns() throws {
    let attributes = try ONNXInterpreter(Self.model([Self.tree]).onnx()).treeAttributes()
    func integers(_ name: String) throws -> [Int] { try #require(attributes[name]).packed(8) }
    #expect(
      attributes["nodes_modes"]?.texts(9) == ["BRANCH_LEQ", "LEAF"] + [String](repeating: "BRANCH_LEQ", count: 4)
        + ["LEAF", "LEAF"])
    #expect(try integers("nodes_nodeids") == Array(0..<8))
    #expect(try integers("nodes_featureids") == [0, 0, 1, 1, 1, 1, 0, 0])
    // Up to 2, from 2 up to 4, up to 5, from 5 up to 6, the rest.
    #expect(try integers("nodes_truenodeids") == [1, 0, 7, 6, 7, 6, 0, 0])
    #expect(try integers("nodes_falsenodeids") == [2, 0, 3, 4, 5, 7, 0, 0])
    #expect(try integers("nodes_missing_value_tracks_true") == [1, 0, 0, 0, 0, 0, 0, 0])
    let cuts = try ONNXInterpreter.numbers(try #require(attributes["nodes_values_as_tensor"]).message(5))
    // The single-precision neighbour of 0.1 below, not above, which is nearer.
    #expect(
      cuts
        == [Float(0.1).nextDown, 0, Float(2).nextDown, Float(4).nextDown, Float(5).nextDown, Float(6).nextDown, 0, 0]
        .map(Double.init))
    #expect(try integers("target_nodeids") == [1, 6, 7])
    #expect(
      try ONNXInterpreter.numbers(try #require(attributes["target_weights_as_tensor"]).message(5)) == [1, 10, 100])
  }

  @Test("what the file says of itself: versions, input, outputs and metadata")
  func description() throws {
    let squared = try ONNXInterpreter(Self.model([Self.tree]).onnx())
    #expect(squared.model.integer(1) == 8 && squared.model.text(2) == "retention-fast")
    #expect(try squared.operatorSets() == ["": 16, "ai.onnx.ml": 3])
    #expect(try squared.ports(11) == ["features 1 [rows,2]"])
    #expect(try squared.ports(12) == ["raw_score 1 [rows,1]", "prediction 1 [rows,1]"])
    #expect(
      try squared.metadata() == [
        "producer": "retention-fast", "objective": "regression", "trees": "1", "feature_names": "size kind",
        "categorical_features": "kind",
      ])
    let logistic = try ONNXInterpreter(Self.model([Self.tree], .logistic).onnx())
    #expect(
      try logistic.ports(12) == ["raw_score 1 [rows,1]", "probabilities 1 [rows,2]", "label 7 [rows]"])
    #expect(try logistic.metadata()["objective"] == "binary sigmoid:1")
  }

  // MARK: - The same predictions

  /// Raw scores differ by the rounding to single precision alone, responses by that and their own.
  private func expectSame(
    _ model: GradientBoostingModel, _ features: Matrix<Float>, level: Double = 0, calibrator: Calibrator = .identity
  ) throws {
    let values = try ONNXInterpreter(model.onnx(level: level, calibrator: calibrator))(features)
    let raw = try model.rawScores(features, context: .serial)
    #expect(try #require(values["raw_score"]).map { Float($0[0]) } == raw.map { Float($0) })
    switch model.objective {
    case .logistic:
      let found = try #require(values["probabilities"])
      let expected = raw.map { calibrator(sigmoid($0 + level)) }
      let differences = zip(found, expected).map { max(abs($0[1] - $1), abs($0[0] - (1 - $1))) }
      #expect((differences.max() ?? 0) < 1e-6)
      #expect(values["label"] == [expected.map { $0 > 0.5 ? 1 : 0 }])
    case .squaredError, .quantile, .tweedie:
      let found = try #require(values["prediction"]).map { $0[0] }
      let expected = try model.predict(features, context: .serial)
      let scale = expected.map(abs).max() ?? 1
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 * scale })
    }
  }

  @Test("models that were trained, with missing values and categories", arguments: TreeFixture.objectives)
  func trained(objective: GradientBoostingObjective) throws {
    var data = TreeFixture.dataset(objective, rows: 800)
    data.categoricalColumns = [2]
    let model = try TreeFixture.settings(objective, trees: 12) { $0.minDataPerCategory = 20 }.fit(data)
    #expect(model.trees.contains { $0.nodes.contains { $0.categories != nil } })
    try expectSame(model, TreeFixture.features(rows: 500, seed: 9))
  }

  @Test(
    "trees with every kind of split, on every kind of number", arguments: [1, 2, 3, 31, 64, 300], [UInt64(1), 2, 3])
  func everySplit(leaves: Int, seed: UInt64) throws {
    var random = RandomForest(columns: 7, seed: seed * 1000 + UInt64(leaves))
    let model = random.model((0..<5).map { _ in random.tree(leaves: leaves) })
    try expectSame(model, random.rows(400))
  }

  @Test("a chain of splits as deep as any tree may be")
  func deep() throws {
    var random = RandomForest(columns: 9, seed: 5)
    try expectSame(random.model([random.tree(leaves: 513, shape: .rightChain)]), random.rows(100))
  }

  @Test("splits that send everything, or all but what is missing, one way")
  func oneSided() throws {
    func split(_ threshold: Double, _ missing: MissingHandling, left: Bool, categories: CategorySet? = nil)
      -> DecisionTree
    {
      DecisionTree(
        nodes: [
          DecisionTree.Node(
            feature: 0, threshold: threshold, categories: categories, missing: missing, defaultsLeft: left,
            left: .leaf(0), right: .leaf(1), gain: 1, value: 0, weight: 1, count: 2)
        ], leaves: [1, 2].map { DecisionTree.Leaf(value: $0, weight: 1, count: 1) }, shrinkage: 1)
    }
    let numbers: [Float] = [.nan, -.infinity, -1, -1e-36, 0, 1e-36, 3, .greatestFiniteMagnitude, .infinity]
    let features = Matrix<Float>(columns: [numbers])
    let thresholds: [Double] = [.infinity, -.infinity, 1e300, -1e300, 0, 1e-36]
    for threshold in thresholds {
      for missing in [MissingHandling.asZero, .zeroIsMissing, .nanIsMissing] {
        for left in [true, false] {
          try expectSame(Self.model([split(threshold, missing, left: left)], names: ["x"]), features)
        }
      }
    }
    let none = split(0, .nanIsMissing, left: false, categories: CategorySet([]))
    let first = split(0, .nanIsMissing, left: false, categories: CategorySet([0]))
    try expectSame(Self.model([none, first], names: ["x"]), features)
    // A split that decides nothing leaves a leaf alone.
    let attributes = try ONNXInterpreter(Self.model([none], names: ["x"]).onnx()).treeAttributes()
    #expect(attributes["nodes_modes"]?.texts(9) == ["LEAF"])
  }

  @Test(
    "probabilities with a level and a calibration",
    arguments: [
      Calibrator.identity, .platt(slope: 0.7, intercept: -0.4), .platt(slope: 0, intercept: 1.5),
      .isotonic(knots: [
        .init(probability: 0.2, calibrated: 0.1), .init(probability: 0.4, calibrated: 0.1),
        .init(probability: 0.7, calibrated: 0.65), .init(probability: 0.8, calibrated: 0.95),
      ]), .isotonic(knots: [.init(probability: 0.3, calibrated: 0.3)]), .isotonic(knots: []),
    ])
  func calibrated(calibrator: Calibrator) throws {
    let model = try TreeFixture.settings(.logistic).fit(TreeFixture.dataset(.logistic, rows: 600))
    try expectSame(model, TreeFixture.features(rows: 300, seed: 3), level: -0.3, calibrator: calibrator)
    // Log-odds beyond what a calibration looks at.
    let certain = DecisionTree(
      nodes: [], leaves: [DecisionTree.Leaf(value: 900, weight: 1, count: 1)], shrinkage: 1)
    try expectSame(Self.model([certain], .logistic), Matrix(columns: [[0], [0]]), calibrator: calibrator)
  }

  // MARK: - Other properties

  @Test("the same model gives the same bytes, and so does one that went through LightGBM's text")
  func sameBytes() throws {
    let model = try TreeFixture.settings(.tweedie(power: 1.4)).fit(TreeFixture.dataset(.tweedie(power: 1.4), rows: 300))
    let file = try model.onnx()
    #expect(try model.onnx() == file)
    #expect(try GradientBoostingModel(lightGBMText: model.lightGBMText()).onnx() == file)
  }

  @Test("names of features are kept whatever they hold", arguments: ["ünï/cödé", "a\"b'\\", "<x>&;", "🦆", "=1+1"])
  func oddNames(name: String) throws {
    let file = try ONNXInterpreter(Self.model([Self.tree], names: [name, "kind"]).onnx())
    #expect(try file.metadata()["feature_names"] == "\(name) kind")
  }
}
