import Numerics

/// Scratch of one worker: a few hundred standardized rows, column-major, padded with rows of weight 0 to whole `Lanes`.
struct LogisticBlock: ~Copyable {
  let capacity: Int
  let width: Int
  let paddedWidth: Int
  /// `capacity` × `width`: z, the intercept's ones last; then columns of zeros to a multiple of four.
  let z: UnsafeMutablePointer<Double>
  /// Linear predictor z · point.
  let predictor: UnsafeMutablePointer<Double>
  let labels: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  /// Two vectors for what a pass computes for each row.
  let first: UnsafeMutablePointer<Double>
  let second: UnsafeMutablePointer<Double>
  /// Of the products of columns, over all blocks that this one has held.
  let information: InformationSums
  /// Number of `Lanes` in use, and of rows among them.
  private let counts: UnsafeMutablePointer<Int>

  init(capacity: Int, width: Int) {
    precondition(capacity % Lanes.scalarCount == 0, "a block holds whole lanes")
    self.capacity = capacity
    self.width = width
    paddedWidth = (width + 3) / 4 * 4
    let count = capacity * (paddedWidth + 5)
    let storage = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Double>.stride, alignment: MemoryLayout<Lanes>.alignment
    ).initializeMemory(as: Double.self, repeating: 0, count: count)
    z = storage
    predictor = storage + capacity * paddedWidth
    labels = predictor + capacity
    weights = labels + capacity
    first = weights + capacity
    second = first + capacity
    information = InformationSums(width: paddedWidth)
    counts = .allocate(capacity: 2)
    counts.initialize(repeating: 0, count: 2)
  }

  deinit {
    z.deallocate()
    counts.deallocate()
  }

  var rows: Int { counts[0] }
  var laneCount: Int { counts[1] }
  /// Rows and padding.
  var paddedRows: Int { laneCount * Lanes.scalarCount }
}

extension LogisticBlock {
  /// Standardizes `rows` of `design` and forms their linear predictors at `point` (`width` coefficients).
  func load(_ rows: Range<Int>, of design: LogisticDesign, at point: [Double]) {
    counts[0] = rows.count
    counts[1] = (rows.count + Lanes.scalarCount - 1) / Lanes.scalarCount
    design.labels.withUnsafeBufferPointer { copy($0, rows, to: labels, padding: 0) }
    if let given = design.weights {
      given.withUnsafeBufferPointer { copy($0, rows, to: weights, padding: 0) }
    } else {
      fill(weights, rows: rows.count)
    }
    let predictor = lanes(predictor)
    for lane in 0..<laneCount { predictor[lane] = Lanes(repeating: 0) }
    design.features.elements.withUnsafeBufferPointer { elements in
      for column in 0..<design.features.columns {
        standardize(
          elements.baseAddress! + column * design.features.rows + rows.lowerBound, rows: rows.count,
          into: lanes(z + column * capacity), center: design.centers[column],
          inverseScale: design.inverseScales[column], coefficient: point[column], predictor: predictor)
      }
    }
    if design.intercept == .fitted {
      fill(z + (width - 1) * capacity, rows: rows.count)
      for lane in 0..<laneCount { predictor[lane] += point[width - 1] }
    }
  }

  /// The same memory as whole lanes.
  func lanes(_ pointer: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Lanes.self)
  }

  private func standardize(
    _ source: UnsafePointer<Double>, rows: Int, into column: UnsafeMutablePointer<Lanes>, center: Double,
    inverseScale: Double, coefficient: Double, predictor: UnsafeMutablePointer<Lanes>
  ) {
    let whole = rows / Lanes.scalarCount
    for lane in 0..<whole {
      let x = UnsafeRawPointer(source + lane * Lanes.scalarCount).loadUnaligned(as: Lanes.self)
      let z = (x - center) * inverseScale
      column[lane] = z
      predictor[lane].addProduct(z, Lanes(repeating: coefficient))
    }
    guard whole < laneCount else { return }
    var last = Lanes()
    for row in whole * Lanes.scalarCount..<rows {
      last[row % Lanes.scalarCount] = (source[row] - center) * inverseScale
    }
    column[whole] = last
    predictor[whole].addProduct(last, Lanes(repeating: coefficient))
  }

  private func copy(
    _ source: UnsafeBufferPointer<Double>, _ rows: Range<Int>, to target: UnsafeMutablePointer<Double>, padding: Double
  ) {
    guard let base = source.baseAddress else { return }
    target.update(from: base + rows.lowerBound, count: rows.count)
    for row in rows.count..<max(paddedRows, rows.count) { target[row] = padding }
  }

  private func fill(_ target: UnsafeMutablePointer<Double>, rows: Int) {
    target.update(repeating: 1, count: rows)
    for row in rows..<max(paddedRows, rows) { target[row] = 0 }
  }
}
