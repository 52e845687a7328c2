import Numerics

/// Shapley values of one row after the other, with scratch space of its own.
///
/// A *path* is the distinct features between the root and a place in the tree, with for each the share of training rows
/// that would go on (*zero fraction*: the feature is absent), whether this row would (*one fraction*: present), and the
/// Shapley weight of the subsets of each size. Each level of a tree has a copy of its own:
///
///     scratch: [ path at depth 0 | path at depth 1 | … ]     `stride` elements each
struct RowExplainer {
  /// One a feature, then the bias; of the row that was explained last.
  private(set) var contributions: [Double]
  private let trees: [ExplainedTree]
  private let stride: Int
  private var scratch: [PathElement]
  private var values: [Float]

  init(_ trees: [ExplainedTree], features: Int) {
    self.trees = trees
    let deepest = trees.reduce(0) { max($0, $1.depth) }
    stride = min(deepest, features) + 2
    scratch = [PathElement](repeating: PathElement(), count: stride * (deepest + 1))
    contributions = [Double](repeating: 0, count: features + 1)
    values = [Float](repeating: 0, count: features)
  }

  mutating func explain(_ features: Matrix<Float>, _ row: Int) {
    let columns = values.count
    for column in 0..<columns { values[column] = features[row, column] }
    let (stride, trees) = (stride, trees)
    values.withUnsafeBufferPointer { values in
      scratch.withUnsafeMutableBufferPointer { scratch in
        contributions.withUnsafeMutableBufferPointer { contributions in
          contributions.update(repeating: 0)
          for tree in trees {
            contributions[columns] += tree.expectedValue
            TreeWalk(
              tree: tree, pathStride: stride, values: values, scratch: scratch.baseAddress!,
              contributions: contributions
            ).run()
          }
        }
      }
    }
  }
}

/// One feature of a path.
struct PathElement {
  /// −1 for the root's.
  var feature = -1
  var zeroFraction = 1.0
  var oneFraction = 1.0
  var weight = 0.0
}

/// One walk of a row through all of a tree.
private struct TreeWalk {
  let tree: ExplainedTree
  let pathStride: Int
  let values: UnsafeBufferPointer<Float>
  let scratch: UnsafeMutablePointer<PathElement>
  let contributions: UnsafeMutableBufferPointer<Double>

  /// A tree of one leaf is all bias.
  func run() {
    guard case .node(let root) = tree.tree.root else { return }
    var path = Path(elements: scratch, last: -1)
    path.extend(PathElement())
    visit(root, path, level: 0)
  }

  private func visit(_ index: Int, _ path: Path, level: Int) {
    let node = tree.tree.nodes[index]
    let goesLeft = node.goesLeft(values[node.feature])
    let leftShare = tree.leftShares[index]
    var path = path
    var incoming = PathElement(feature: node.feature)
    if let earlier = path.place(of: node.feature) {
      incoming = path.elements[earlier]
      path.unwind(earlier)
    }
    follow(goesLeft ? node.left : node.right, goesLeft ? leftShare : 1 - leftShare, incoming, path, level)
    incoming.oneFraction = 0
    follow(goesLeft ? node.right : node.left, goesLeft ? 1 - leftShare : leftShare, incoming, path, level)
  }

  private func follow(
    _ child: TreeChild, _ share: Double, _ incoming: PathElement, _ path: Path, _ level: Int
  ) {
    var element = incoming
    element.zeroFraction *= share
    // Nobody comes here, with or without the feature; its weight would be 0/0.
    if element.zeroFraction == 0 && element.oneFraction == 0 { return }
    var longer = path.copied(to: scratch + (level + 1) * pathStride)
    longer.extend(element)
    switch child {
    case .node(let index): visit(index, longer, level: level + 1)
    case .leaf(let index): credit(tree.tree.leaves[index].value, longer)
    }
  }

  private func credit(_ value: Double, _ path: Path) {
    for place in 1..<path.last + 1 {
      let element = path.elements[place]
      contributions[element.feature] +=
        path.unwoundWeight(place) * (element.oneFraction - element.zeroFraction) * value
    }
  }
}

/// The elements 0...`last` of a path; element 0 is the root's.
private struct Path {
  let elements: UnsafeMutablePointer<PathElement>
  var last: Int

  func copied(to target: UnsafeMutablePointer<PathElement>) -> Path {
    target.update(from: elements, count: last + 1)
    return Path(elements: target, last: last)
  }

  func place(of feature: Int) -> Int? {
    (1..<last + 1).first { elements[$0].feature == feature }
  }

  /// Adds an element and redistributes the weights of the subsets.
  mutating func extend(_ element: PathElement) {
    last += 1
    elements[last] = element
    elements[last].weight = last == 0 ? 1 : 0
    let size = Double(last + 1)
    for index in stride(from: last - 1, through: 0, by: -1) {
      let weight = elements[index].weight
      elements[index + 1].weight += element.oneFraction * weight * Double(index + 1) / size
      elements[index].weight = element.zeroFraction * weight * Double(last - index) / size
    }
  }

  /// Takes element `place` out again: the inverse of `extend`.
  mutating func unwind(_ place: Int) {
    let (one, zero) = (elements[place].oneFraction, elements[place].zeroFraction)
    let size = Double(last + 1)
    var next = elements[last].weight
    for index in stride(from: last - 1, through: 0, by: -1) {
      if one != 0 {
        let weight = elements[index].weight
        elements[index].weight = next * size / (Double(index + 1) * one)
        next = weight - elements[index].weight * zero * Double(last - index) / size
      } else {
        elements[index].weight *= size / (zero * Double(last - index))
      }
    }
    for index in place..<last {
      let weight = elements[index].weight
      elements[index] = elements[index + 1]
      elements[index].weight = weight
    }
    last -= 1
  }

  /// Sum of the weights that `unwind(place)` would leave.
  func unwoundWeight(_ place: Int) -> Double {
    let (one, zero) = (elements[place].oneFraction, elements[place].zeroFraction)
    let size = Double(last + 1)
    var next = elements[last].weight
    var total = 0.0
    for index in stride(from: last - 1, through: 0, by: -1) {
      if one != 0 {
        let weight = next * size / (Double(index + 1) * one)
        total += weight
        next = elements[index].weight - weight * zero * Double(last - index) / size
      } else {
        total += elements[index].weight * size / (zero * Double(last - index))
      }
    }
    return total
  }
}
