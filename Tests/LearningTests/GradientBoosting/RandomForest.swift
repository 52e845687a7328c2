import Foundation
import Learning
import Numerics

/// Trees and rows made from a seed without any training, with every kind of split and of value.
struct RandomForest {
  let columns: Int
  private var random: PhiloxGenerator

  init(columns: Int, seed: UInt64) {
    self.columns = columns
    random = PhiloxGenerator(seed: seed)
  }

  /// What a tree looks like from afar.
  enum Shape {
    /// Each split takes a leaf by chance.
    case bushy
    /// Each split takes the leaf on the left, or on the right, that the one before made.
    case leftChain, rightChain
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  // MARK: - Trees

  mutating func tree(leaves: Int, shape: Shape = .bushy, categorical: Bool = true) -> DecisionTree {
    var splits: [(left: TreeChild, right: TreeChild)] = []
    // Where each leaf hangs: node and side.
    var places: [(node: Int, isLeft: Bool)] = []
    for node in 0..<leaves - 1 {
      let leaf = node == 0 ? 0 : leafToSplit(node, shape)
      if node > 0 {
        let place = places[leaf]
        if place.isLeft { splits[place.node].left = .node(node) } else { splits[place.node].right = .node(node) }
        places[leaf] = (node, true)
      } else {
        places.append((0, true))
      }
      places.append((node, false))
      splits.append((.leaf(leaf), .leaf(node + 1)))
    }
    return finished(splits, leaves: leaves, categorical: categorical)
  }

  private mutating func leafToSplit(_ node: Int, _ shape: Shape) -> Int {
    switch shape {
    case .bushy: below(node + 1)
    case .leftChain: 0
    case .rightChain: node
    }
  }

  /// Counts add up, from the leaves to the root.
  private mutating func finished(
    _ splits: [(left: TreeChild, right: TreeChild)], leaves: Int, categorical: Bool
  ) -> DecisionTree {
    let leaves = (0..<leaves).map { _ in
      DecisionTree.Leaf(value: Double(below(2001) - 1000) / 997, weight: 1, count: 1 + below(50))
    }
    var counts = [Int](repeating: 0, count: splits.count)
    func count(_ child: TreeChild) -> Int {
      switch child {
      case .node(let index): counts[index]
      case .leaf(let index): leaves[index].count
      }
    }
    for index in splits.indices.reversed() { counts[index] = count(splits[index].left) + count(splits[index].right) }
    let nodes = splits.indices.map { index in
      DecisionTree.Node(
        feature: below(columns), threshold: threshold(), categories: categorical && below(6) == 0 ? categories() : nil,
        missing: MissingHandling(rawValue: below(3))!, defaultsLeft: below(2) == 0, left: splits[index].left,
        right: splits[index].right, gain: 1, value: 0, weight: 1, count: counts[index])
    }
    return DecisionTree(nodes: nodes, leaves: leaves, shrinkage: 0.1)
  }

  private mutating func threshold() -> Double {
    let odd = [0, -0.0, 1e-35, -1e-35, 1e-40, .infinity, -.infinity, 1e300, -1e300, 0.1]
    return below(5) == 0 ? odd[below(odd.count)] : Double(below(41) - 20) / 8 + (below(3) == 0 ? 1e-9 : 0)
  }

  private mutating func categories() -> CategorySet {
    let most = [4, 31, 32, 33, 200, 512, 600][below(7)]
    return CategorySet((0..<most).filter { _ in below(3) == 0 })
  }

  // MARK: - Rows

  /// Thresholds themselves, their neighbors, categories, and everything else a float can be.
  mutating func rows(_ count: Int) -> Matrix<Float> {
    let odd: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, 1e-35, -1e-35, 1e-36, 0x1p-140, .leastNonzeroMagnitude, 0.1, -0.5, -1, 3e9,
      .greatestFiniteMagnitude,
    ]
    var matrix = Matrix<Float>(rows: count, columns: columns)
    for index in matrix.elements.indices {
      matrix.elements[index] =
        switch below(4) {
        case 0: odd[below(odd.count)]
        case 1: Float(below(41) - 20) / 8
        case 2: (Float(below(41) - 20) / 8).nextUp
        default: Float(below(620)) + (below(4) == 0 ? 0.75 : 0)
        }
    }
    return matrix
  }

  func model(_ trees: [DecisionTree]) -> GradientBoostingModel {
    GradientBoostingModel(
      objective: .squaredError, featureNames: (0..<columns).map { "f\($0)" },
      featureRanges: [ClosedRange<Float>?](repeating: nil, count: columns), trees: trees, trainingLog: [])
  }
}

extension DecisionTree {
  /// The plain twin of prediction: from node to node.
  func plainValue(_ features: Matrix<Float>, _ row: Int) -> Double {
    var place: TreeChild = nodes.isEmpty ? .leaf(0) : .node(0)
    while case .node(let index) = place {
      place = nodes[index].goesLeft(features[row, nodes[index].feature]) ? nodes[index].left : nodes[index].right
    }
    guard case .leaf(let leaf) = place else { return .nan }
    return leaves[leaf].value
  }
}
