package import Numerics

/// Integer sums over the rows of a bin, a leaf or a side of a split.
package struct GradientSums: Sendable, Equatable {
  package var gradient: Int64 = 0
  package var hessian: Int64 = 0
  package var count: Int64 = 0

  package init(gradient: Int64 = 0, hessian: Int64 = 0, count: Int64 = 0) {
    self.gradient = gradient
    self.hessian = hessian
    self.count = count
  }

  package static func += (left: inout GradientSums, right: GradientSums) {
    left.gradient &+= right.gradient
    left.hessian &+= right.hessian
    left.count &+= right.count
  }

  package static func - (left: GradientSums, right: GradientSums) -> GradientSums {
    GradientSums(
      gradient: left.gradient &- right.gradient, hessian: left.hessian &- right.hessian,
      count: left.count &- right.count)
  }
}

/// Which features a tree may use, and where the bins of each lie in a histogram.
///
///     columns:   2        5            7
///     cells:   [ bins of 2 | bins of 5 | bins of 7 ]
///     offsets:   0           b₂          b₂ + b₅
package struct HistogramLayout: Sendable {
  /// Columns of the binned matrix, ascending.
  package let columns: [Int]
  package let offsets: [Int]
  package let cellCount: Int

  package init(columns: [Int], of mapper: BinMapper) {
    var offsets: [Int] = []
    var cells = 0
    for column in columns {
      offsets.append(cells)
      cells += mapper.features[column].binCount
    }
    self.columns = columns
    self.offsets = offsets
    cellCount = cells
  }
}

/// Sums of each bin of each feature over the rows of one leaf. Owns its cells.
package final class GradientHistogram {
  package let cells: UnsafeMutableBufferPointer<GradientSums>

  package init(capacity: Int) {
    cells = .allocate(capacity: capacity)
    cells.initialize(repeating: GradientSums())
  }

  deinit { cells.deallocate() }

  /// Becomes the sibling's histogram: self is the parent's, `child` the other child's.
  package func subtract(_ child: GradientHistogram, count: Int) {
    for cell in 0..<count { cells[cell] = cells[cell] - child.cells[cell] }
  }
}

// MARK: - Kernel

/// What the histogram kernel reads; pointers live as long as the pass.
struct HistogramInput {
  let bins: UnsafePointer<UInt8>
  let stride: Int
  let gradients: UnsafePointer<QuantizedGradient>
  let columns: UnsafeBufferPointer<Int>
  let offsets: UnsafeBufferPointer<Int>
}

/// Adds the rows `rows` (in) to `cells` (in, out).
func accumulate(
  _ input: HistogramInput, rows: UnsafeBufferPointer<Int32>, into cells: UnsafeMutablePointer<GradientSums>
) {
  for row in rows {
    let derivatives = input.gradients[Int(row)]
    let sums = GradientSums(
      gradient: Int64(derivatives.gradient), hessian: Int64(derivatives.hessian), count: 1)
    let bins = input.bins + Int(row) * input.stride
    for position in 0..<input.columns.count {
      cells[input.offsets[position] &+ Int(bins[input.columns[position]])] += sums
    }
  }
}

// MARK: - Building

/// Histograms that are not in use, and the parallel pass that fills one.
package struct HistogramBuilder {
  private var free: [GradientHistogram] = []
  private let capacity: Int
  private let parallelism: Parallelism

  /// - Parameter capacity: cells of the widest layout.
  package init(capacity: Int, parallelism: Parallelism) {
    self.capacity = capacity
    self.parallelism = parallelism
  }

  /// A histogram with any contents.
  mutating func take() -> GradientHistogram {
    free.popLast() ?? GradientHistogram(capacity: capacity)
  }

  mutating func giveBack(_ histogram: GradientHistogram) {
    free.append(histogram)
  }

  /// Sums of `rows` (places in `matrix`), each with its entry of `gradients`.
  ///
  /// Each thread fills one of its own; integers make the cut, which follows the threads, invisible.
  package mutating func build(
    _ matrix: BinnedMatrix, _ layout: HistogramLayout, gradients: UnsafePointer<QuantizedGradient>,
    rows: UnsafeBufferPointer<Int32>
  ) -> GradientHistogram {
    let pieces = max(1, min(parallelism.threads, rows.count / 2048))
    let parts = (0..<pieces).map { _ in take() }
    let cells = layout.cellCount
    nonisolated(unsafe) let (targets, gradients, rows) = (parts.map(\.cells), gradients, rows)
    parallelism.forEach(pieces) { piece in
      let target = targets[piece].baseAddress!
      target.update(repeating: GradientSums(), count: cells)
      let slice = rows.count * piece / pieces..<rows.count * (piece + 1) / pieces
      matrix.bins.withUnsafeBufferPointer { bins in
        layout.columns.withUnsafeBufferPointer { columns in
          layout.offsets.withUnsafeBufferPointer { offsets in
            let input = HistogramInput(
              bins: bins.baseAddress!, stride: matrix.columns, gradients: gradients, columns: columns, offsets: offsets)
            accumulate(input, rows: UnsafeBufferPointer(rebasing: rows[slice]), into: target)
          }
        }
      }
    }
    for part in parts.dropFirst() {
      for cell in 0..<cells { parts[0].cells[cell] += part.cells[cell] }
      giveBack(part)
    }
    return parts[0]
  }
}
