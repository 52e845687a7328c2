/// Order statistics of many numbers without sorting or keeping them: their bits are counted from the top, 16 at a
/// time, in four passes (radix selection).
///
/// Each pass is a map over blocks to counts, which are added up: the same for any number of threads or machines.
public struct RankSelection: Sendable {
  /// The top bits known of each wanted number, and its rank among the numbers that begin with them.
  private var wanted: [(prefix: UInt64, rank: Int)]
  private var level = 0

  /// - Parameter ranks: from 0, each below the number of values.
  public init(ranks: [Int]) {
    wanted = ranks.map { (0, $0) }
  }
}

extension RankSelection {
  /// How often each next 16 bits follow each distinct prefix.
  public struct Counts: Sendable {
    let prefixes: [UInt64]
    let shift: UInt64
    var counts: [UInt32]

    @inline(__always)
    public mutating func add(_ value: Double) {
      let key = sortableBits(value)
      // A handful of prefixes at most; on the first level there is just one.
      for (index, prefix) in prefixes.enumerated() where shift == 48 || key >> (shift + 16) == prefix {
        counts[index << 16 | Int(truncatingIfNeeded: key >> shift & 0xffff)] += 1
      }
    }

    public mutating func add(_ other: Counts) {
      for index in counts.indices { counts[index] += other.counts[index] }
    }
  }

  /// False once every rank's number is known.
  public var needsPass: Bool { level < 4 && !wanted.isEmpty }

  /// Empty counts for the values of one block.
  public var counts: Counts {
    let prefixes = Set(wanted.map(\.prefix)).sorted()
    return Counts(
      prefixes: prefixes, shift: UInt64(48 - 16 * level), counts: [UInt32](repeating: 0, count: prefixes.count << 16))
  }

  /// Narrows every rank down by the counts of all values.
  public mutating func take(_ counts: Counts) {
    for index in wanted.indices {
      let base = counts.prefixes.firstIndex(of: wanted[index].prefix)! << 16
      var bits = 0
      while bits < 0xffff, wanted[index].rank >= Int(counts.counts[base + bits]) {
        wanted[index].rank -= Int(counts.counts[base + bits])
        bits += 1
      }
      wanted[index].prefix = wanted[index].prefix << 16 | UInt64(bits)
    }
    level += 1
  }

  /// The numbers at the ranks, in the order of the ranks given.
  public var values: [Double] { wanted.map { value(ofSortableBits: $0.prefix) } }
}

/// Quantiles of type 7 by `RankSelection`: those of `quantile(_:ofSorted:)` to the bit.
public struct QuantileSelection: Sendable {
  private var selection: RankSelection
  private let probabilities: [Double]
  private let count: Int

  /// - Parameters:
  ///   - probabilities: each in 0...1.
  ///   - count: how many values there are, none NaN.
  public init(_ probabilities: [Double], count: Int) {
    self.probabilities = probabilities
    self.count = count
    let last = max(count - 1, 0)
    selection = RankSelection(
      ranks: count == 0
        ? []
        : probabilities.flatMap { probability in
          let below = Int((probability * Double(last)).rounded(.down))
          return [below, min(below + 1, last)]
        })
  }

  /// Whether the values have to be counted once more.
  public var needsPass: Bool { selection.needsPass }

  /// Empty counts for the values of one block.
  public var counts: RankSelection.Counts { selection.counts }

  /// - Parameter blocks: the counts of all values.
  public mutating func take(_ blocks: [RankSelection.Counts]) {
    var total = selection.counts
    for block in blocks { total.add(block) }
    selection.take(total)
  }

  /// A quantile a probability; nil for no values.
  public var values: [Double?] {
    guard count > 0 else { return probabilities.map { _ in nil } }
    let statistics = selection.values
    return probabilities.enumerated().map { index, probability in
      quantile(probability, ofCount: count, below: statistics[2 * index], above: statistics[2 * index + 1])
    }
  }
}
