/// The trees of a model in the form prediction reads.
///
/// *Leaf mask*: one bit a leaf, from left to right; those a row can still reach. A *test* is a node seen from above: rows
/// that go right there lose the leaves to its left, whether they come by the node or not. After all tests the lowest bit
/// is the row's leaf. So there is nothing to jump to, and the tests of a tree go over 64 rows at a time in lanes.
/// (QuickScorer: Lucchese et al. 2015; its lanes 2016. Tests stay with their tree here, so masks stay in registers.)
/// Few rows, and trees of very many leaves, walk from node to node instead.
///
///     tree    nodes to walk, and words of 32 leaves, the last ones first
///     word    tests by rule: [ missing left | missing right | 0 is missing, left | …, right ] [ category tests ]
///     leaves  values of all trees, those of a tree from left to right
struct CompactForest: Sendable, Equatable {
  let trees: [Tree]
  let words: [LeafWord]
  let tests: [LeafTest]
  let categoryTests: [CategoryTest]
  /// Bits of the category sets, one set after the other.
  let categoryWords: [UInt32]
  let walkNodes: [WalkNode]
  let leaves: [Double]

  struct Tree: Sendable, Hashable {
    /// As a child of `WalkNode`.
    var root: Int32
    var firstLeaf: Int
    /// None in a tree that is always walked.
    var words: Range<Int>
  }

  /// Thirty-two leaves; its tests begin where those of the word before end.
  struct LeafWord: Sendable, Hashable {
    /// Place after the last test of each rule.
    var ends = SIMD4<Int32>()
    var categoryEnd: Int32 = 0
  }

  /// A numeric node and the leaves of one word that are left of it.
  struct LeafTest: Sendable, Hashable {
    /// The largest float not above the node's: for floats the same comparison.
    var threshold: Float
    /// Of the feature's lanes in a block.
    var lanes: UInt32
    /// 0 where a leaf is lost.
    var kept: UInt32
  }

  /// The same of a categorical node.
  struct CategoryTest: Sendable, Hashable {
    var set: CategoryPlace
    var lanes: UInt32
    var kept: UInt32
  }

  /// Where the bits of a set are.
  struct CategoryPlace: Sendable, Hashable {
    var firstWord: Int32
    /// Categories from here on are not in the set.
    var end: Float
  }

  /// A node to walk by.
  ///
  ///     child ≥ 0: place of a node        child < 0: place of a leaf, as ~place
  struct WalkNode: Sendable, Hashable {
    /// As in `LeafTest`; at a categorical node the end of its set.
    var threshold: Float
    var feature: Int32
    var left: Int32
    var right: Int32
    var rule: Rule
    /// Of a categorical node.
    var firstWord: Int32
  }

  /// What a test does with values that are not ordinary; a comparison with NaN is false.
  enum Rule: Int32, Sendable, CaseIterable {
    /// Right if x > threshold.
    case missingLeft
    /// Right if not x ≤ threshold.
    case missingRight
    /// The same, and 0 is missing.
    case zeroLeft
    case zeroRight
    case category

    init(_ node: DecisionTree.Node) {
      if node.categories != nil {
        self = .category
        return
      }
      self =
        switch node.missing {
        case .asZero: node.threshold >= 0 ? .missingLeft : .missingRight
        case .nanIsMissing: node.defaultsLeft ? .missingLeft : .missingRight
        case .zeroIsMissing: node.defaultsLeft ? .zeroLeft : .zeroRight
        }
    }
  }
}
