import Numerics

/// Sixteen rows side by side: two vectors, so that one can go on while the other waits for its product.
typealias RowLanes = SIMD16<Double>

/// Shapley values of sixteen rows at a time.
///
/// A *path* is the distinct features between the root and a leaf, with for each the share z of training rows that would
/// go on (the feature is absent) and whether a row would, o = 0 or 1 (it is present). What the leaf's value v gives to
/// feature i is an integral over the share t of present features (Owen 1972):
///
///     (oᵢ − zᵢ) · v · ∫₀¹ ∏_{j≠i} (zⱼ (1 − t) + oⱼ t) dt
///
/// The product is a polynomial in t, so a Gauss–Legendre rule of half as many points as the path has features gives it
/// exactly; all its terms are positive, so no digits are lost. Nothing depends on a row but o, which lies in lanes.
struct LaneExplainer: ~Copyable {
  /// One a feature, of the rows that were explained last.
  let contributions: UnsafeMutablePointer<RowLanes>
  private let forest: ExplainedForest
  private let features: Int
  private let quadrature: UnitQuadrature
  private let scratch: ExplainerScratch

  init(_ forest: ExplainedForest, features: Int) {
    let longest = min(forest.depth, features)
    self.forest = forest
    self.features = features
    quadrature = UnitQuadrature(degree: max(0, longest - 1))
    contributions = .allocate(capacity: features)
    contributions.initialize(repeating: RowLanes(), count: features)
    scratch = ExplainerScratch(features: features, longest: longest)
  }

  deinit {
    contributions.deallocate()
    scratch.deallocate()
  }

  /// - Parameters:
  ///   - rows: sixteen at most.
  ///   - cancellation: checked before each tree, which may have thousands of leaves; what is left then is of no use.
  func explain(_ features: Matrix<Float>, _ rows: Range<Int>, cancellation: CancellationFlag) {
    contributions.update(repeating: RowLanes(), count: self.features)
    for column in 0..<self.features {
      for (lane, row) in rows.enumerated() { scratch.values[column][lane] = Double(features[row, column]) }
    }
    forest.forest.withPointers(scratch.noBlock) { pointers in
      forest.leftShares.withUnsafeBufferPointer { leftShares in
        quadrature.points.withUnsafeBufferPointer { points in
          quadrature.weights.withUnsafeBufferPointer { weights in
            let walk = PathWalk(
              forest: pointers, leftShares: leftShares.baseAddress!, points: points.baseAddress!,
              weights: weights.baseAddress!, scratch: scratch, contributions: contributions)
            for tree in forest.forest.trees where tree.root >= 0 && !cancellation.isRequested {
              walk.visit(tree.root, pathLength: 0)
            }
          }
        }
      }
    }
  }
}

/// What a walk writes to, all of it sixteen rows wide where rows differ.
struct ExplainerScratch {
  /// One a feature.
  let values: UnsafeMutablePointer<RowLanes>
  /// The path: feature, z and o of each element.
  let path: UnsafeMutablePointer<Int>
  let zeros: UnsafeMutablePointer<Double>
  let ones: UnsafeMutablePointer<RowLanes>
  /// Factors of one point of the integral, products of those before each, and sums over the points.
  let factors: UnsafeMutablePointer<RowLanes>
  let products: UnsafeMutablePointer<RowLanes>
  let sums: UnsafeMutablePointer<RowLanes>
  /// Explanations read no block.
  let noBlock: UnsafeMutablePointer<ValueLanes>

  init(features: Int, longest: Int) {
    values = .allocate(capacity: features)
    values.initialize(repeating: RowLanes(), count: features)
    path = .allocate(capacity: longest)
    zeros = .allocate(capacity: longest)
    ones = .allocate(capacity: longest)
    factors = .allocate(capacity: longest)
    products = .allocate(capacity: longest)
    sums = .allocate(capacity: longest)
    noBlock = .allocate(capacity: 1)
  }

  func deallocate() {
    values.deallocate()
    path.deallocate()
    zeros.deallocate()
    for lanes in [ones, factors, products, sums] { lanes.deallocate() }
    noBlock.deallocate()
  }
}
