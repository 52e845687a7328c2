import Numerics

/// A walk of sixteen rows through all of a tree, which adds to their contributions.
struct PathWalk {
  let forest: ForestPointers
  let leftShares: UnsafePointer<Double>
  /// A `UnitQuadrature`.
  let points: UnsafePointer<Double>
  let weights: UnsafePointer<Double>
  let scratch: ExplainerScratch
  /// In and out; one per feature.
  let contributions: UnsafeMutablePointer<RowLanes>

  /// - Parameter child: coded as in `CompactForest.WalkNode`.
  func visit(_ child: Int32, pathLength: Int) {
    if child < 0 { return credit(forest.leaves[Int(~child)], pathLength) }
    let node = forest.walkNodes[Int(child)]
    let (feature, leftShare) = (Int(node.feature), leftShares[Int(child)])
    let left = goesLeft(scratch.values[feature], node)
    // A feature that the path has already met keeps its element, and gets it back afterwards.
    var place = 0
    while place < pathLength && scratch.path[place] != feature { place += 1 }
    let isNew = place == pathLength
    let (zero, one) = isNew ? (1, RowLanes(repeating: 1)) : (scratch.zeros[place], scratch.ones[place])
    scratch.path[place] = feature
    let length = isNew ? pathLength + 1 : pathLength
    follow(node.left, place, zero * leftShare, one * left, length)
    follow(node.right, place, zero * (1 - leftShare), one * (RowLanes(repeating: 1) - left), length)
    (scratch.zeros[place], scratch.ones[place]) = (zero, one)
  }

  private func follow(_ child: Int32, _ place: Int, _ zero: Double, _ one: RowLanes, _ length: Int) {
    // Nobody comes here, with or without the feature.
    if zero == 0 && one.max() == 0 { return }
    (scratch.zeros[place], scratch.ones[place]) = (zero, one)
    visit(child, pathLength: length)
  }

  private func credit(_ value: Double, _ length: Int) {
    let (zeros, ones, sums) = (scratch.zeros, scratch.ones, scratch.sums)
    sums.initialize(repeating: RowLanes(), count: length)
    let count = UnitQuadrature.count(degree: length - 1)
    let start = UnitQuadrature.start(count: count)
    for index in start..<start + count { addPoint(points[index], weights[index] * value, length) }
    for place in 0..<length {
      contributions[scratch.path[place]] += sums[place] * (ones[place] - RowLanes(repeating: zeros[place]))
    }
  }

  /// Adds one point of the integral to the sum of each element: the product of the factors of all others.
  @inline(__always)
  private func addPoint(_ point: Double, _ weight: Double, _ length: Int) {
    let (factors, products, sums) = (scratch.factors, scratch.products, scratch.sums)
    var product = RowLanes(repeating: weight)
    for place in 0..<length {
      let factor =
        RowLanes(repeating: scratch.zeros[place] * (1 - point)) + scratch.ones[place] * RowLanes(repeating: point)
      products[place] = product
      factors[place] = factor
      product *= factor
    }
    product = RowLanes(repeating: 1)
    for place in stride(from: length - 1, through: 0, by: -1) {
      sums[place] += products[place] * product
      product *= factors[place]
    }
  }

  /// 1 where a row goes left, 0 where right.
  @inline(__always)
  private func goesLeft(_ values: RowLanes, _ node: CompactForest.WalkNode) -> RowLanes {
    let threshold = RowLanes(repeating: Double(node.threshold))
    let (none, all) = (RowLanes(), RowLanes(repeating: 1))
    switch node.rule {
    case .missingLeft: return all.replacing(with: none, where: values .> threshold)
    case .missingRight: return none.replacing(with: all, where: values .<= threshold)
    case .zeroLeft: return all.replacing(with: none, where: (values .> threshold) .& isNotZero(values))
    case .zeroRight: return none.replacing(with: all, where: (values .<= threshold) .& isNotZero(values))
    case .category:
      let set = CompactForest.CategoryPlace(firstWord: node.firstWord, end: node.threshold)
      var left = none
      for lane in 0..<RowLanes.scalarCount where forest.contains(Float(values[lane]), set) { left[lane] = 1 }
      return left
    }
  }

  private func isNotZero(_ values: RowLanes) -> SIMDMask<SIMD16<Int64>> {
    let zero = RowLanes(repeating: DecisionTree.Node.zeroThreshold)
    return (values .> zero) .| (values .< -zero)
  }
}
