import Learning
import Numerics
import Testing

@Suite("Binning") struct BinningTests {
  private func values(_ pairs: [(Float, Double)]) -> [WeightedValue] {
    pairs.map { WeightedValue(value: $0.0, weight: $0.1) }
  }

  @Test("few distinct values have an edge half way between each two")
  func halfWay() {
    #expect(FeatureBins.edges(of: values([(1, 1), (2, 5), (4, 1)]), limit: 10) == [1.5, 3])
    #expect(FeatureBins.edges(of: values([(7, 1)]), limit: 10).isEmpty)
    #expect(FeatureBins.edges(of: [], limit: 10).isEmpty)
  }

  @Test("many distinct values of equal weight are cut into equal parts")
  func equalParts() {
    let distinct = values((0..<100).map { (Float($0), 1) })
    #expect(FeatureBins.edges(of: distinct, limit: 4) == [24.5, 49.5, 74.5])
  }

  @Test("a value heavier than a bin gets a bin of its own")
  func heavyValue() {
    let distinct = values((0..<100).map { (Float($0), $0 == 50 ? 1000 : 1) })
    let edges = FeatureBins.edges(of: distinct, limit: 5)
    #expect(edges.contains(49.5) && edges.contains(50.5))
    #expect(edges.count <= 4)
  }

  @Test("there are never more bins than allowed, whatever the weights", arguments: [2, 3, 7, 255])
  func limit(limit: Int) {
    let random = Philox(seed: 3)
    let distinct = values(
      (0..<1000).map { (Float($0), 1 / (0.001 + random.uniform(stream: 0, counter: UInt64($0)))) })
    let edges = FeatureBins.edges(of: distinct, limit: limit)
    #expect(edges.count <= limit - 1 && edges.count >= min(2, limit) - 1)
    #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("an edge lies between its values even where no float is in the middle")
  func neighbours() {
    for (lower, upper) in [
      (1, Float(1).nextUp), (Float(0).nextDown, 0), (-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude),
    ] {
      let edge = FeatureBins.edge(between: lower, and: upper)
      #expect(lower <= edge && edge < upper)
    }
  }

  @Test("a bin holds what is above the edge before it and not above its own; missing comes last")
  func binOfValue() {
    let bins = FeatureBins(edges: [1, 2], hasMissing: true, range: 0...3)
    #expect([-.infinity, 1, 1.5, 2, 2.5, .infinity, .nan].map(bins.bin) == [0, 0, 1, 1, 2, 2, 3])
    #expect(bins.binCount == 4)
    #expect(bins.threshold(ofBin: 1) == 2 && bins.threshold(ofBin: 2) == .infinity)
    let complete = FeatureBins(edges: [-1, 2], hasMissing: false, range: -2...3)
    #expect(complete.bin(of: .nan) == complete.bin(of: 0))
  }

  @Test("a missing value outside the sampled rows is seen")
  func missingOutsideSample() throws {
    var features = Matrix<Float>(rows: 1000, columns: 1)
    for row in 0..<1000 { features[row, 0] = Float(row % 10) }
    features[437, 0] = .nan
    var settings = GradientBoostingSettings(objective: .squaredError)
    settings.binConstructSampleCount = 2
    let mapper = try BinMapper(features, weights: nil, settings: settings, context: .serial)
    #expect(mapper.features[0].hasMissing)
    #expect(mapper.features[0].range == 0...9)
  }

  @Test("a matrix is binned row after row, the same for any number of threads")
  func binnedMatrix() throws {
    let features = TreeFixture.features(rows: 5000)
    let settings = GradientBoostingSettings(objective: .squaredError)
    let mapper = try BinMapper(features, weights: nil, settings: settings, context: .serial)
    let binned = try BinnedMatrix(features, mapper: mapper, context: .serial)
    for (row, column) in [(0, 0), (17, 1), (4999, 4)] {
      #expect(binned.bins[row * 5 + column] == mapper.features[column].bin(of: features[row, column]))
    }
    let again = try BinMapper(features, weights: nil, settings: settings, context: .threads(3))
    #expect(again.features == mapper.features)
    #expect(try BinnedMatrix(features, mapper: again, context: .threads(3)).bins == binned.bins)
  }
}
