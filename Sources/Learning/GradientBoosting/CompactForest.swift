import Numerics

/// The trees of a model in the form prediction reads: nodes of 16 bytes, all trees in one array.
///
///     child ≥ 0: place of a node        child < 0: place of a leaf, as ~place
struct CompactForest: Sendable, Equatable {
  private let nodes: [Node]
  private let leaves: [Double]
  /// Root of each tree, coded as a child.
  private let roots: [Int32]

  private struct Node: Sendable, Equatable {
    /// The largest float not above the tree's threshold: for floats the same comparison.
    var threshold: Float
    /// Feature × 4 + rule.
    var code: UInt32
    var left: Int32
    var right: Int32
  }

  /// What a comparison with NaN, which is always false, must come to.
  private enum Rule {
    static let missingGoesRight: UInt32 = 0
    static let missingGoesLeft: UInt32 = 1
    /// Added where 0 counts as missing.
    static let zeroIsMissing: UInt32 = 2
  }

  init(_ trees: [DecisionTree]) {
    var nodes: [Node] = []
    var leaves: [Double] = []
    var roots: [Int32] = []
    for tree in trees {
      let (firstNode, firstLeaf) = (nodes.count, leaves.count)
      func code(_ child: TreeChild) -> Int32 {
        switch child {
        case .node(let index): Int32(firstNode + index)
        case .leaf(let index): ~Int32(firstLeaf + index)
        }
      }
      roots.append(code(tree.root))
      nodes += tree.nodes.map { node in
        Node(
          threshold: floatNotAbove(node.threshold), code: UInt32(node.feature) * 4 + Self.rule(node),
          left: code(node.left), right: code(node.right))
      }
      leaves += tree.leaves.map(\.value)
    }
    (self.nodes, self.leaves, self.roots) = (nodes, leaves, roots)
  }

  private static func rule(_ node: DecisionTree.Node) -> UInt32 {
    switch node.missing {
    case .asZero: node.threshold >= 0 ? Rule.missingGoesLeft : Rule.missingGoesRight
    case .nanIsMissing: node.defaultsLeft ? Rule.missingGoesLeft : Rule.missingGoesRight
    case .zeroIsMissing: Rule.zeroIsMissing + (node.defaultsLeft ? Rule.missingGoesLeft : Rule.missingGoesRight)
    }
  }
}

private func floatNotAbove(_ value: Double) -> Float {
  let nearest = Float(value)
  return Double(nearest) > value ? nearest.nextDown : nearest
}

// MARK: - Prediction

extension CompactForest {
  /// Rows that go through one tree before the next tree is looked at.
  private static let blockSize = 256

  /// One score a row.
  func scores(_ features: Matrix<Float>, parallelism: Parallelism) -> [Double] {
    guard features.rows > 0 else { return [] }
    return [Double](unsafeUninitializedCapacity: features.rows) { buffer, initialized in
      nonisolated(unsafe) let output = buffer
      output.initialize(repeating: 0)
      parallelism.forEachChunk(of: features.rows, chunkSize: Self.blockSize * 8) { rows in
        addScores(features, rows, output)
      }
      initialized = features.rows
    }
  }

  /// Adds the trees to `scores` (in, out) of `rows`, block by block; a block is copied row after row first.
  private func addScores(_ features: Matrix<Float>, _ rows: Range<Int>, _ scores: UnsafeMutableBufferPointer<Double>) {
    let columns = features.columns
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.blockSize * columns) { block in
      features.elements.withUnsafeBufferPointer { elements in
        nodes.withUnsafeBufferPointer { nodes in
          leaves.withUnsafeBufferPointer { leaves in
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSize) {
              let count = min(Self.blockSize, rows.upperBound - start)
              for column in 0..<columns {
                let source = column * features.rows + start
                for row in 0..<count { block[row * columns + column] = elements[source + row] }
              }
              for root in roots {
                for row in 0..<count {
                  let leaf = Self.leaf(root, nodes, UnsafeBufferPointer(rebasing: block[(row * columns)...]))
                  scores[start + row] += leaves[leaf]
                }
              }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func leaf(
    _ root: Int32, _ nodes: UnsafeBufferPointer<Node>, _ values: UnsafeBufferPointer<Float>
  ) -> Int {
    var place = root
    while place >= 0 {
      let node = nodes[Int(place)]
      let value = values[Int(node.code >> 2)]
      place = goesLeft(value, node) ? node.left : node.right
    }
    return Int(~place)
  }

  @inline(__always)
  private static func goesLeft(_ value: Float, _ node: Node) -> Bool {
    if node.code & Rule.zeroIsMissing != 0 && value.magnitude <= 1e-35 {
      return node.code & Rule.missingGoesLeft != 0
    }
    return node.code & Rule.missingGoesLeft != 0 ? !(value > node.threshold) : value <= node.threshold
  }
}
