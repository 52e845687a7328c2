import Numerics
import Testing

@Suite struct RankSelectionTests {
  /// Runs the passes over `values` in blocks.
  private func quantiles(_ probabilities: [Double], of values: [Double], blocks: Int = 3) -> [Double?] {
    var selection = QuantileSelection(probabilities, count: values.count)
    while selection.needsPass {
      let empty = selection.counts
      selection.take(
        (0..<blocks).map { block in
          var counts = empty
          for index in stride(from: block, to: values.count, by: blocks) { counts.add(values[index]) }
          return counts
        })
    }
    return selection.values
  }

  @Test("the same quantiles as sorting, to the bit")
  func sorting() {
    var random = PhiloxGenerator(seed: 77)
    let draws: [[Double]] = [
      (0..<5000).map { _ in random.uniform() },
      (0..<4001).map { _ in Double(1 + random.index(below: 12)) },
      (0..<999).map { _ in (random.uniform() - 0.5) * 1e12 },
      (0..<777).map { _ in random.lognormal(logMean: 0, logStandardDeviation: 8) * (random.bernoulli(0.5) ? 1 : -1) },
      [3], [2, 1], [-0.0, 0.0, -1e-300, 1e-300], [5, 5, 5, 5, 5],
    ]
    let probabilities = [0, 0.01, 0.25, 1.0 / 3, 0.5, 0.75, 0.99, 0.999, 1]
    for values in draws {
      let sorted = values.sorted()
      let expected = probabilities.map { quantile($0, ofSorted: sorted) }
      for blocks in [1, 2, 7] { #expect(quantiles(probabilities, of: values, blocks: blocks) == expected) }
    }
  }

  @Test("no values have no quantiles, and need no pass")
  func empty() {
    #expect(quantiles([0.5], of: []) == [nil])
    #expect(!QuantileSelection([0.5], count: 0).needsPass)
  }

  @Test("order statistics by rank")
  func ranks() {
    let values: [Double] = [9, -4, 7.5, -0.25, 7.5, 1e308, -1e308]
    var selection = RankSelection(ranks: Array(values.indices))
    while selection.needsPass {
      var counts = selection.counts
      for value in values { counts.add(value) }
      selection.take(counts)
    }
    #expect(selection.values == values.sorted())
  }
}
