import Learning
import Numerics
import Testing

@Suite("Histograms and splits") struct HistogramTests {
  private let features = TreeFixture.features(rows: 6000)
  private let settings = TreeFixture.settings(.squaredError) {
    $0.maxBin = 16
    $0.lambdaL1 = 0.3
    $0.lambdaL2 = 2
  }
  private let gradients = (0..<6000).map { row in
    GradientPair(gradient: TreeFixture.noise(row) - 0.5, hessian: TreeFixture.noise(row, seed: 2))
  }

  private struct Scene {
    let mapper: BinMapper
    let matrix: BinnedMatrix
    let layout: HistogramLayout
    let quantizer: GradientQuantizer
    let quantized: [QuantizedGradient]

    func histogram(_ rows: [Int32], threads: Int = 1) -> [GradientSums] {
      var builder = HistogramBuilder(capacity: layout.cellCount, parallelism: Parallelism(threads: threads))
      let histogram = quantized.withUnsafeBufferPointer { quantized in
        rows.withUnsafeBufferPointer {
          builder.build(matrix, layout, gradients: quantized.baseAddress!, rows: $0)
        }
      }
      return Array(histogram.cells)
    }
  }

  private func scene(columns: [Int] = [0, 1, 2, 3, 4]) -> Scene {
    let mapper = BinMapper(features, weights: nil, settings: settings, parallelism: .serial)
    let quantizer = GradientQuantizer(largest: GradientPair(gradient: 0.5, hessian: 1))
    return Scene(
      mapper: mapper, matrix: BinnedMatrix(features, mapper: mapper, parallelism: .serial),
      layout: HistogramLayout(columns: columns, of: mapper), quantizer: quantizer,
      quantized: gradients.map { quantizer.quantize($0) })
  }

  @Test("quantised derivatives are within one level of the true ones")
  func quantizer() {
    let quantizer = GradientQuantizer(largest: GradientPair(gradient: 3, hessian: 1e-200))
    let pair = quantizer.quantize(GradientPair(gradient: -2.999, hessian: 5e-201))
    let restored = quantizer.restore(
      GradientSums(gradient: Int64(pair.gradient), hessian: Int64(pair.hessian), count: 1))
    #expect(abs(restored.gradient + 2.999) <= 3 * 0x1p-29)
    #expect(abs(restored.hessian - 5e-201) <= 1e-200 * 0x1p-29)
    let nothing = GradientQuantizer(largest: GradientPair(gradient: 0, hessian: 0))
    #expect(nothing.quantize(GradientPair(gradient: 0, hessian: 0)) == QuantizedGradient(gradient: 0, hessian: 0))
  }

  @Test("each cell holds the sums of its rows, for a part of the columns too")
  func cells() {
    let scene = scene(columns: [1, 3])
    let rows = (0..<6000).filter { $0 % 3 != 1 }
    let histogram = scene.histogram(rows.map { Int32($0) })
    var expected = [GradientSums](repeating: GradientSums(), count: scene.layout.cellCount)
    for row in rows {
      for (position, column) in [1, 3].enumerated() {
        let bin = scene.mapper.features[column].bin(of: features[row, column])
        let pair = scene.quantized[row]
        expected[scene.layout.offsets[position] + Int(bin)] += GradientSums(
          gradient: Int64(pair.gradient), hessian: Int64(pair.hessian), count: 1)
      }
    }
    #expect(histogram == expected)
  }

  @Test("a histogram is the same for any number of threads", arguments: [2, 3])
  func threads(threads: Int) {
    let scene = scene()
    let rows = Array(Int32(0)..<6000)
    #expect(scene.histogram(rows, threads: threads) == scene.histogram(rows))
  }

  @Test("the parent less one child is the other child, cell by cell")
  func subtraction() {
    let scene = scene()
    let parent = GradientHistogram(capacity: scene.layout.cellCount)
    let child = GradientHistogram(capacity: scene.layout.cellCount)
    _ = parent.cells.update(from: scene.histogram(Array(0..<6000)))
    _ = child.cells.update(from: scene.histogram(Array(0..<1700)))
    parent.subtract(child, count: scene.layout.cellCount)
    #expect(Array(parent.cells) == scene.histogram(Array(1700..<6000)))
  }

  @Test("the best split is the one that counting row by row in doubles finds", arguments: [0, 1, 2, 3])
  func plainTwin(part: Int) throws {
    let scene = scene()
    let rows = (0..<1200).filter { $0 % 4 == part }
    let plain = PlainSplitter(features: features, gradients: gradients, settings: settings)
      .best(rows, bins: scene.mapper.features)
    let best = candidates(scene, rows).max { $0.gain < $1.gain }
    let (expected, found) = (try #require(plain), try #require(best))
    #expect(found.column == expected.column)
    #expect(scene.mapper.features[found.column].threshold(ofBin: found.bin) == expected.threshold)
    #expect(found.missingGoesLeft == expected.missingGoesLeft)
    #expect(abs(found.gain - expected.gain) <= 1e-6 * expected.gain)
  }

  private func candidates(_ scene: Scene, _ rows: [Int]) -> [SplitCandidate] {
    let finder = SplitFinder(quantizer: scene.quantizer, settings: settings)
    let cells = scene.histogram(rows.map { Int32($0) })
    let total = rows.reduce(into: GradientSums()) { sums, row in
      sums += GradientSums(
        gradient: Int64(scene.quantized[row].gradient), hessian: Int64(scene.quantized[row].hessian), count: 1)
    }
    return cells.withUnsafeBufferPointer { cells in
      scene.layout.columns.indices.compactMap { position in
        finder.best(
          column: scene.layout.columns[position], bins: scene.mapper.features[scene.layout.columns[position]],
          cells: cells.baseAddress! + scene.layout.offsets[position], total: total)
      }
    }
  }

  @Test("rows are parted in their old order, chunk after chunk, for any number of threads", arguments: [1, 3])
  func partition(threads: Int) {
    let partition = RowPartition(capacity: 30_000)
    partition.fill(0..<30_000)
    let lefts = partition.split(100..<29_000, parallelism: Parallelism(threads: threads)) { $0 % 7 < 3 }
    let moved = Int32(100)..<29_000
    #expect(lefts == moved.count { $0 % 7 < 3 })
    #expect(
      Array(partition.rows)
        == Array(0..<100) + moved.filter { $0 % 7 < 3 } + moved.filter { $0 % 7 >= 3 } + Array(29_000..<30_000))
  }
}
