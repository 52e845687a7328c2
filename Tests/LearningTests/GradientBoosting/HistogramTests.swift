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

  /// Rows with their bins and levels, as a tree would see them.
  private final class Scene {
    let mapper: BinMapper
    let matrix: BinnedMatrix
    let layout: HistogramLayout
    let quantizer: GradientQuantizer
    let derivatives: Derivatives
    private let levels: GradientLevels

    init(
      _ features: Matrix<Float>, _ gradients: [GradientPair], _ settings: GradientBoostingSettings,
      columns: [Int], precision: GradientPrecision
    ) throws {
      mapper = try BinMapper(features, weights: nil, settings: settings, context: .serial)
      matrix = try BinnedMatrix(features, mapper: mapper, context: .serial)
      layout = HistogramLayout(columns: columns, of: mapper)
      derivatives = Derivatives(rows: gradients.count)
      var summary = DerivativeSummary()
      for (row, pair) in gradients.enumerated() {
        derivatives.pairs[row] = SIMD2(Float(pair.gradient), Float(pair.hessian))
        summary.add(pair)
      }
      quantizer = GradientQuantizer(summary, scale: derivatives.scale, precision: precision)
      levels = GradientLevels(rows: gradients.count)
      try levels.fill(derivatives, quantizer, key: SIMD2(7, 9), context: .serial)
    }

    func withSource<Result>(_ body: (QuantizedGradients) throws -> Result) rethrows -> Result {
      try levels.withLevels(quantizer, body)
    }

    /// Cells of the histogram of `rows`.
    func histogram(_ rows: [Int32], threads: Int = 1) throws -> [GradientSums] {
      let builder = HistogramBuilder(capacity: layout.cellCount, columns: layout.columns.count)
      return try withSource { source in
        let parts = try rows.withUnsafeBufferPointer {
          try builder.build(matrix, layout, source, rows: $0, context: .threads(threads)).parts
        }
        // A thread may come too late to get any rows.
        #expect((1...min(threads, max(1, rows.count / 1024))).contains(parts.count))
        return withExtendedLifetime(parts) {
          let cells = parts[0].cells(quantizer)
          for part in parts.dropFirst() { cells.add(part.cells(quantizer), count: layout.cellCount) }
          return (0..<layout.cellCount).map { cells[$0] }
        }
      }
    }

    /// The histogram of `rows` as a tree keeps it.
    func kept(_ rows: [Int32]) throws -> GradientHistogram {
      let histogram = GradientHistogram(capacity: layout.cellCount)
      for (cell, sums) in try self.histogram(rows).enumerated() { histogram.cells(quantizer)[cell] = sums }
      return histogram
    }

    func total(_ rows: [Int]) -> GradientSums {
      withSource { source in rows.reduce(into: GradientSums()) { $0 += source.levels($1) } }
    }
  }

  private func scene(columns: [Int] = [0, 1, 2, 3, 4], _ precision: GradientPrecision = .wide) throws -> Scene {
    try Scene(features, gradients, settings, columns: columns, precision: precision)
  }

  // MARK: - Levels

  @Test("wide levels are within half a level of the derivatives, whatever their size")
  func wideLevels() {
    var summary = DerivativeSummary()
    summary.add(GradientPair(gradient: 3, hessian: 1e-200))
    summary.add(GradientPair(gradient: -2.999, hessian: 5e-201))
    let scale = GradientPair(gradient: 1, hessian: 0x1p664)
    let quantizer = GradientQuantizer(summary, scale: scale, precision: .wide)
    let pair = SIMD2(Float(-2.999), Float(5e-201 * 0x1p664))
    let restored = quantizer.restore(sums(quantizer.wideLevels(pair)))
    #expect(abs(restored.gradient + 2.999) <= 3 * 0x1p-23)
    #expect(abs(restored.hessian - 5e-201) <= 1e-200 * 0x1p-23)
    let nothing = GradientQuantizer(
      DerivativeSummary(), scale: GradientPair(gradient: 1, hessian: 1), precision: .wide)
    #expect(nothing.wideLevels(.zero) == .zero)
  }

  private func sums(_ levels: WideGradient) -> GradientSums {
    GradientSums(gradient: Double(levels.x), hessian: Double(levels.y), count: 1)
  }

  @Test("packed levels are the neighbours of the true value, and it on average")
  func packedGradients() throws {
    let scene = try scene(.packed)
    var bias = (gradient: 0.0, hessian: 0.0)
    scene.withSource { source in
      for (row, pair) in gradients.enumerated() {
        let restored = scene.quantizer.restore(source.levels(row))
        #expect(abs(restored.gradient - pair.gradient) <= scene.quantizer.unit.gradient * 1.0001)
        #expect(abs(restored.hessian - pair.hessian) <= scene.quantizer.unit.hessian * 1.0001)
        bias.gradient += (restored.gradient - pair.gradient) / scene.quantizer.unit.gradient
        bias.hessian += (restored.hessian - pair.hessian) / scene.quantizer.unit.hessian
      }
    }
    // A rounding error has a variance of at most 1/4 level²; five standard deviations of their sum.
    #expect(abs(bias.gradient) < 5 * (6000.0 / 4).squareRoot())
    #expect(abs(bias.hessian) < 5 * (6000.0 / 4).squareRoot())
  }

  @Test("rounding depends on seed, iteration and row alone: any split of the rows packs alike")
  func packingByRow() throws {
    let scene = try scene(.packed)
    func packed(_ rows: Int, threads: Int, key: UInt32) throws -> [PackedGradient] {
      var levels = [PackedGradient](repeating: 0, count: rows)
      try scene.quantizer.pack(
        UnsafePointer(scene.derivatives.pairs.baseAddress!), rows: rows, key: SIMD2(key, 9), into: &levels,
        context: .threads(threads))
      return levels
    }
    let all = try packed(6000, threads: 1, key: 7)
    #expect(try packed(6000, threads: 3, key: 7) == all)
    #expect(try packed(4321, threads: 1, key: 7) == Array(all[..<4321]))
    #expect(try packed(6000, threads: 1, key: 8) != all)
  }

  @Test("levels are packed where rows are many and rounding is small beside the derivatives' own spread")
  func automaticPrecision() {
    func width(rows: Int, outlier: Double) -> GradientQuantizer.Width {
      var summary = DerivativeSummary()
      for row in 0..<rows { summary.add(GradientPair(gradient: TreeFixture.noise(row) - 0.5, hessian: 1)) }
      summary.add(GradientPair(gradient: outlier, hessian: 1))
      return GradientQuantizer(summary, scale: GradientPair(gradient: 1, hessian: 1), precision: .automatic).width
    }
    #expect(width(rows: 30_000, outlier: 1) == .packed)
    #expect(width(rows: 30_000, outlier: 1000) == .wide)
    #expect(width(rows: 3000, outlier: 1) == .wide)
  }

  // MARK: - Cells

  @Test(
    "each cell holds the sums of its rows, for a part of the columns too",
    arguments: [GradientPrecision.packed, .wide], [[0, 1, 2, 3, 4], [1, 3], [2]])
  func cells(precision: GradientPrecision, columns: [Int]) throws {
    let scene = try scene(columns: columns, precision)
    let rows = (0..<6000).filter { $0 % 3 != 1 }
    var expected = [GradientSums](repeating: GradientSums(), count: scene.layout.cellCount)
    scene.withSource { source in
      for row in rows {
        for (position, column) in columns.enumerated() {
          let bin = scene.mapper.features[column].bin(of: features[row, column])
          expected[scene.layout.offsets[position] + Int(bin)] += source.levels(row)
        }
      }
    }
    #expect(try scene.histogram(rows.map { Int32($0) }) == expected)
  }

  @Test("more rows than packed sums hold, and more columns than a tile, change nothing")
  func manyRowsAndColumns() throws {
    let features = Matrix<Float>(
      columns: (0..<53).map { column in (0..<140_000).map { Float(($0 * (column + 3)) % 251) } })
    // The largest levels everywhere, so that a sum that did not fit would show.
    let gradients = [GradientPair](repeating: GradientPair(gradient: -1, hessian: 1), count: 140_000)
    var settings = settings
    settings.maxBin = 255
    let scene = try Scene(features, gradients, settings, columns: Array(0..<53), precision: .packed)
    let histogram = try scene.histogram(Array(0..<140_000))
    for position in [0, 30, 52] {
      let cells = histogram[scene.layout.offsets[position]...].prefix(scene.layout.widths[position])
      let sum = cells.reduce(into: GradientSums()) { $0 += $1 }
      #expect(sum == GradientSums(gradient: -127 * 140_000, hessian: 140_000, count: 140_000))
    }
  }

  @Test(
    "a histogram is the same for any number of threads", arguments: [2, 3], [GradientPrecision.packed, .wide])
  func threads(threads: Int, precision: GradientPrecision) throws {
    let scene = try scene(precision)
    let rows = Array(Int32(0)..<6000)
    #expect(try scene.histogram(rows, threads: threads) == scene.histogram(rows))
  }

  @Test("the parent less one child is the other child, cell by cell")
  func subtraction() throws {
    let scene = try scene()
    let parent = try scene.kept(Array(0..<6000))
    let child = try scene.kept(Array(0..<1700))
    let found = withExtendedLifetime((parent, child)) {
      let cells = parent.cells(scene.quantizer)
      cells.subtract(child.cells(scene.quantizer), count: scene.layout.cellCount)
      return (0..<scene.layout.cellCount).map { cells[$0] }
    }
    #expect(try found == scene.histogram(Array(1700..<6000)))
  }

  // MARK: - Splits

  @Test(
    "the best split is the one that counting row by row in doubles finds", arguments: [0, 1, 2, 3],
    [0.0, 0.3])
  func plainTwin(part: Int, lambdaL1: Double) throws {
    var settings = settings
    settings.lambdaL1 = lambdaL1
    let scene = try scene()
    let rows = (0..<1200).filter { $0 % 4 == part }
    let plain = PlainSplitter(features: features, gradients: gradients, settings: settings)
      .best(rows, bins: scene.mapper.features)
    let best = try candidates(scene, rows, SplitFinder(quantizer: scene.quantizer, settings: settings))
      .max { $0.gain < $1.gain }
    let (expected, found) = (try #require(plain), try #require(best))
    #expect(found.column == expected.column)
    guard case .numeric(let lastLeft, let missingGoesLeft) = found.rule else {
      Issue.record("\(found.rule)")
      return
    }
    #expect(scene.mapper.features[found.column].threshold(ofBin: lastLeft) == expected.threshold)
    #expect(missingGoesLeft == expected.missingGoesLeft)
    #expect(abs(found.gain - expected.gain) <= 1e-6 * expected.gain)
  }

  @Test(
    "a search that minds directions, split by split, finds the same where none is asked for", arguments: [0, 1, 2, 3],
    [0.0, 0.3])
  func constrainedTwin(part: Int, lambdaL1: Double) throws {
    var settings = settings
    settings.lambdaL1 = lambdaL1
    settings.minSumHessianInLeaf = 20
    let scene = try scene()
    let rows = (0..<1200).filter { $0 % 4 == part }
    let free = try candidates(scene, rows, SplitFinder(quantizer: scene.quantizer, settings: settings))
    let minding = try candidates(
      scene, rows,
      SplitFinder(quantizer: scene.quantizer, settings: settings, constraints: [nil, nil, nil, nil, nil]))
    #expect(!free.isEmpty && free.map(\.rule) == minding.map(\.rule))
    #expect(zip(free, minding).allSatisfy { abs($0.gain - $1.gain) <= 1e-9 * $0.gain })
  }

  @Test("products of sums that are no finite numbers rule out no split")
  func vanishingHessians() throws {
    var settings = settings
    settings.lambdaL1 = 0
    settings.minSumHessianInLeaf = 0
    // Beside them λ₂ is 10²⁰⁹ levels.
    let flat = gradients.map { GradientPair(gradient: $0.gradient, hessian: 1e-200) }
    let scene = try Scene(features, flat, settings, columns: [0, 1, 2, 3, 4], precision: .wide)
    let rows = Array(0..<400)
    let best = try candidates(scene, rows, SplitFinder(quantizer: scene.quantizer, settings: settings))
      .max { $0.gain < $1.gain }
    let plain = PlainSplitter(features: features, gradients: flat, settings: settings)
      .best(rows, bins: scene.mapper.features)
    let (expected, found) = (try #require(plain), try #require(best))
    #expect(found.column == expected.column)
    #expect(abs(found.gain - expected.gain) <= 1e-6 * expected.gain)
  }

  private func candidates(_ scene: Scene, _ rows: [Int], _ finder: SplitFinder) throws -> [SplitCandidate] {
    let histogram = try scene.kept(rows.map { Int32($0) })
    let leaf = LeafSummary(total: scene.total(rows))
    return withExtendedLifetime(histogram) {
      scene.layout.columns.indices.compactMap { position in
        finder.best(
          column: scene.layout.columns[position], bins: scene.mapper.features[scene.layout.columns[position]],
          cells: histogram.cells(scene.quantizer).from(scene.layout.offsets[position]), leaf: leaf)
      }
    }
  }

  @Test(
    "rows are parted in their old order, chunk after chunk, for any number of threads", arguments: [1, 3],
    [30_000, 100_000])
  func partition(threads: Int, count: Int) throws {
    let partition = RowPartition(capacity: count)
    try partition.fill(count, context: .serial)
    let bins = (0..<count).map { UInt8($0 % 7) }
    let sides = (0..<256).map { UInt8($0 < 3 ? 1 : 0) }
    let lefts = try partition.split(
      100..<count - 1000, bins: bins, sides: sides, context: .threads(threads))
    let moved = Int32(100)..<Int32(count - 1000)
    #expect(lefts == moved.count { $0 % 7 < 3 })
    #expect(
      Array(partition.rows)
        == Array(0..<100) + moved.filter { $0 % 7 < 3 } + moved.filter { $0 % 7 >= 3 }
        + Array(Int32(count - 1000)..<Int32(count)))
  }
}
