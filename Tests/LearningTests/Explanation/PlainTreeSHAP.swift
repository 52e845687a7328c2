import Learning
import Numerics

/// Path-dependent TreeSHAP as published (Lundberg et al. 2020, algorithm 2): the twin of the fast one.
struct PlainTreeSHAP {
  private struct Element {
    var feature: Int
    var zero: Double
    var one: Double
    var weight: Double
  }

  let tree: DecisionTree
  let values: [Float]

  /// One per feature.
  func contributions() -> [Double] {
    var contributions = [Double](repeating: 0, count: values.count)
    visit(tree.nodes.isEmpty ? .leaf(0) : .node(0), [], 1, 1, -1, &contributions)
    return contributions
  }

  private func visit(
    _ child: TreeChild, _ path: [Element], _ zero: Double, _ one: Double, _ feature: Int, _ sums: inout [Double]
  ) {
    let path = extended(path, zero, one, feature)
    switch child {
    case .leaf(let leaf):
      for place in path.indices.dropFirst() {
        let weight = unwound(path, place).reduce(0) { $0 + $1.weight }
        sums[path[place].feature] += weight * (path[place].one - path[place].zero) * tree.leaves[leaf].value
      }
    case .node(let index):
      let node = tree.nodes[index]
      let goesLeft = node.goesLeft(values[node.feature])
      var (shorter, zero, one) = (path, 1.0, 1.0)
      if let earlier = path.firstIndex(where: { $0.feature == node.feature }) {
        (zero, one) = (path[earlier].zero, path[earlier].one)
        shorter = unwound(path, earlier)
      }
      for (next, isHot) in [(node.left, goesLeft), (node.right, !goesLeft)] {
        let share = Double(count(next)) / Double(node.count)
        visit(next, shorter, zero * share, isHot ? one : 0, node.feature, &sums)
      }
    }
  }

  private func count(_ child: TreeChild) -> Int {
    switch child {
    case .node(let index): tree.nodes[index].count
    case .leaf(let index): tree.leaves[index].count
    }
  }

  private func extended(_ path: [Element], _ zero: Double, _ one: Double, _ feature: Int) -> [Element] {
    var path = path
    path.append(Element(feature: feature, zero: zero, one: one, weight: path.isEmpty ? 1 : 0))
    let size = Double(path.count)
    for index in stride(from: path.count - 2, through: 0, by: -1) {
      path[index + 1].weight += one * path[index].weight * Double(index + 1) / size
      path[index].weight *= zero * (size - 1 - Double(index)) / size
    }
    return path
  }

  private func unwound(_ path: [Element], _ place: Int) -> [Element] {
    var path = path
    let (one, zero, size) = (path[place].one, path[place].zero, Double(path.count))
    var next = path.last!.weight
    for index in stride(from: path.count - 2, through: 0, by: -1) {
      let weight = path[index].weight
      if one != 0 {
        path[index].weight = next * size / (Double(index + 1) * one)
        next = weight - path[index].weight * zero * (size - 1 - Double(index)) / size
      } else {
        path[index].weight = weight * size / (zero * (size - 1 - Double(index)))
      }
    }
    for index in place..<path.count - 1 {
      (path[index].feature, path[index].zero, path[index].one) =
        (path[index + 1].feature, path[index + 1].zero, path[index + 1].one)
    }
    path.removeLast()
    return path
  }
}
