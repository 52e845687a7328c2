/// Heaps of places of orders, the latest on top, that share their memory: skew heaps (Sleator & Tarjan 1986), whose
/// operations take logarithmic time on average.
struct OrderHeaps {
  private struct Node {
    let place: Int32
    var left: Int32 = -1
    var right: Int32 = -1
  }

  private var nodes: [Node] = []

  /// The root of a heap without orders.
  static let empty: Int32 = -1

  /// Forgets all heaps.
  mutating func removeAll() { nodes.removeAll(keepingCapacity: true) }

  /// Place of the latest order; the heap is not empty.
  func latest(_ root: Int32) -> Int32 { nodes[Int(root)].place }

  /// - Returns: the new root.
  mutating func inserting(_ place: Int32, into root: Int32) -> Int32 {
    nodes.append(Node(place: place))
    return meld(root, Int32(truncatingIfNeeded: nodes.count - 1))
  }

  /// - Returns: the new root of a heap that was not empty.
  mutating func removingLatest(_ root: Int32) -> Int32 {
    meld(nodes[Int(root)].left, nodes[Int(root)].right)
  }

  /// Without recursion: a heap may be as deep as it has orders.
  private mutating func meld(_ first: Int32, _ second: Int32) -> Int32 {
    if first < 0 { return second }
    if second < 0 { return first }
    var (upper, lower) = ordered(first, second)
    let root = upper
    while true {
      // The children change sides, so that the next meld goes down the other one.
      let rest = nodes[Int(upper)].right
      nodes[Int(upper)].right = nodes[Int(upper)].left
      if rest < 0 {
        nodes[Int(upper)].left = lower
        return root
      }
      let pair = ordered(rest, lower)
      nodes[Int(upper)].left = pair.upper
      (upper, lower) = pair
    }
  }

  private func ordered(_ first: Int32, _ second: Int32) -> (upper: Int32, lower: Int32) {
    nodes[Int(first)].place >= nodes[Int(second)].place ? (first, second) : (second, first)
  }
}
