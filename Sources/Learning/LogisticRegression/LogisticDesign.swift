import Numerics

/// The rows of a fit, seen as standardised features: z = (x − center) · inverseScale, with the intercept as last column.
struct LogisticDesign: Sendable {
  let features: Matrix<Double>
  let labels: [Double]
  let weights: [Double]?
  let centers: [Double]
  /// 0 for a column that takes no part.
  var inverseScales: [Double]
  let intercept: LogisticRegressionSettings.Intercept
  let parallelism: Parallelism
}

/// Which rows a pass visits.
enum RowSelection: Sendable {
  case all
  /// Every n-th block of `LogisticDesign.blockRows` rows: a systematic sample, for a start value.
  case everyBlock(Int)

  var stride: Int {
    switch self {
    case .all: 1
    case .everyBlock(let stride): stride
    }
  }
}

extension LogisticDesign {
  static let blockRows = 256

  /// Columns of the design, the intercept included.
  var width: Int { features.columns + (intercept == .fitted ? 1 : 0) }

  /// Rows a chunk: more for wide designs, whose summaries are large.
  private func chunkRows(_ selection: RowSelection) -> Int {
    8192 * max(1, width / 64) * selection.stride
  }

  /// One pass: `body` sees each selected block of standardised rows, `finish` the last of each chunk; the chunks'
  /// summaries are joined in the order of rows.
  func reduceBlocks<Summary: Sendable>(
    _ selection: RowSelection = .all, into initial: Summary, at point: [Double],
    _ body: @Sendable (inout Summary, borrowing LogisticBlock) -> Void,
    finish: @Sendable (inout Summary, borrowing LogisticBlock) -> Void = { _, _ in },
    combine: (inout Summary, Summary) -> Void
  ) -> Summary {
    parallelism.reduceChunks(of: features.rows, chunkSize: chunkRows(selection), into: initial) { rows in
      var summary = initial
      let block = LogisticBlock(capacity: Self.blockRows, width: width)
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows * selection.stride) {
        block.load(first..<min(first + Self.blockRows, rows.upperBound), of: self, at: point)
        body(&summary, block)
      }
      finish(&summary, block)
      return summary
    } combine: {
      combine(&$0, $1)
    }
  }
}
