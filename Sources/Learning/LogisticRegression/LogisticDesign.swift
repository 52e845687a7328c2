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
  let context: ExecutionContext
}

/// Which rows a pass visits.
enum RowSelection: Sendable {
  case all
  /// Every n-th block of `LogisticDesign.rowsPerBlock` rows: a systematic sample, for a start value.
  case everyBlock(Int)

  var stride: Int {
    switch self {
    case .all: 1
    case .everyBlock(let stride): stride
    }
  }
}

extension LogisticDesign {
  static let rowsPerBlock = 256

  /// Columns of the design, the intercept included.
  var width: Int { features.columns + (intercept == .fitted ? 1 : 0) }

  /// More for wide designs, whose summaries are large.
  private func rowsPerChunk(_ selection: RowSelection) -> Int {
    8192 * max(1, width / 64) * selection.stride
  }

  /// One pass: `body` sees each selected block of standardised rows, `finish` the last of each chunk.
  func reduceBlocks<Summary: Mergeable>(
    _ selection: RowSelection = .all, into initial: Summary, at point: [Double],
    _ body: @Sendable (inout Summary, borrowing LogisticBlock) -> Void,
    finish: @Sendable (inout Summary, borrowing LogisticBlock) -> Void = { _, _ in }
  ) throws(Cancelled) -> Summary {
    try context.reduce(of: features.rows, chunkSize: rowsPerChunk(selection), into: initial) { rows in
      var summary = initial
      let block = LogisticBlock(capacity: Self.rowsPerBlock, width: width)
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.rowsPerBlock * selection.stride) {
        block.load(first..<min(first + Self.rowsPerBlock, rows.upperBound), of: self, at: point)
        body(&summary, block)
      }
      finish(&summary, block)
      return summary
    }
  }
}
