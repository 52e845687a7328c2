/// `TreeEnsembleRegressor`, implemented literally: nodes are looked up by tree and number.
struct ONNXTrees {
  private struct Row {
    let mode: String
    let feature: Int
    let cut: Double
    let (whenTrue, whenFalse): (Int, Int)
    let missingIsTrue: Bool
  }

  private struct Place: Hashable {
    let (tree, number): (Int, Int)
  }

  private var rows: [Place: Row] = [:]
  private var leaves: [Place: Double] = [:]
  let trees: [Int]

  init(_ attributes: [String: ProtobufFields]) throws {
    func integers(_ name: String) throws -> [Int] { try attributes[name]?.packed(8) ?? [] }
    let trees = try integers("nodes_treeids")
    let numbers = try integers("nodes_nodeids")
    let features = try integers("nodes_featureids")
    let (whenTrue, whenFalse) = (try integers("nodes_truenodeids"), try integers("nodes_falsenodeids"))
    let missing = try integers("nodes_missing_value_tracks_true")
    let modes = attributes["nodes_modes"]?.texts(9) ?? []
    let cuts = try ONNXInterpreter.numbers(try attributes["nodes_values_as_tensor"]!.message(5))
    for row in trees.indices {
      let place = Place(tree: trees[row], number: numbers[row])
      guard rows[place] == nil else { throw ONNXInterpreter.NotSupported("a number given twice") }
      rows[place] = Row(
        mode: modes[row], feature: features[row], cut: cuts[row], whenTrue: whenTrue[row], whenFalse: whenFalse[row],
        missingIsTrue: missing[row] == 1)
    }
    let weights = try ONNXInterpreter.numbers(try attributes["target_weights_as_tensor"]!.message(5))
    for (row, (tree, number)) in zip(try integers("target_treeids"), try integers("target_nodeids")).enumerated() {
      leaves[Place(tree: tree, number: number)] = weights[row]
    }
    self.trees = Set(trees).sorted()
  }

  func sums(_ features: [[Double]]) throws -> [Double] {
    try features.map { row in try trees.reduce(0) { try $0 + value($1, row) } }
  }

  private func value(_ tree: Int, _ features: [Double]) throws -> Double {
    var number = 0
    for _ in 0...rows.count {
      guard let row = rows[Place(tree: tree, number: number)] else {
        throw ONNXInterpreter.NotSupported("a number that is not there")
      }
      if row.mode == "LEAF" { return leaves[Place(tree: tree, number: number)]! }
      guard row.mode == "BRANCH_LEQ" else { throw ONNXInterpreter.NotSupported(row.mode) }
      let x = features[row.feature]
      number = (x.isNaN ? row.missingIsTrue : x <= row.cut) ? row.whenTrue : row.whenFalse
    }
    throw ONNXInterpreter.NotSupported("a walk without an end")
  }
}
