/// Draws from a categorical distribution in constant time (Walker 1977; the construction is Vose's of 1991).
public struct AliasTable: Sendable {
  /// Probability that cell i yields i itself, and what it yields otherwise.
  private let cells: [(threshold: Double, alias: Int32)]

  /// - Parameter weights: one for each outcome, finite, not negative, with a positive sum; need not sum to 1.
  public init(weights: [Double]) {
    precondition(!weights.isEmpty && weights.count <= Int(Int32.max), "a table has 1 to 2³¹ − 1 outcomes")
    let total = weights.reduce(0, +)
    precondition(
      total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 }, "weights are not negative, some positive")
    var scaled = weights.map { $0 * Double(weights.count) / total }
    var cells = weights.indices.map { (threshold: 1.0, alias: Int32($0)) }
    var small = scaled.indices.filter { scaled[$0] < 1 }
    var large = scaled.indices.filter { scaled[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.last {
      cells[poor] = (scaled[poor], Int32(rich))
      scaled[rich] -= 1 - scaled[poor]
      if scaled[rich] < 1 {
        large.removeLast()
        small.append(rich)
      }
    }
    self.cells = cells
  }

  /// How many outcomes there are.
  public var count: Int { cells.count }

  /// An outcome in `0..<count`.
  public func draw(_ random: inout PhiloxGenerator) -> Int {
    let index = random.index(below: cells.count)
    let cell = cells[index]
    return random.uniform() < cell.threshold ? index : Int(cell.alias)
  }
}
