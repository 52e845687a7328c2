package import Numerics

/// Bins of every row: what training reads instead of the features.
///
/// Histograms read rows, the partition of rows reads columns, so training keeps both orders; validation rows, which only
/// walk down trees, need the first alone.
package struct BinnedMatrix: Sendable {
  package let rows: Int
  package let mapper: BinMapper
  /// rows × features, row after row.
  package let bins: [UInt8]
  /// The same, column after column; empty where it is not needed.
  package let columnBins: [UInt8]

  package var columns: Int { mapper.features.count }

  /// - Throws: `Cancelled`.
  package init(
    _ matrix: Matrix<Float>, mapper: BinMapper, keepsColumns: Bool = true, context: ExecutionContext
  ) throws {
    (rows, self.mapper) = (matrix.rows, mapper)
    if keepsColumns {
      (bins, columnBins) = try Self.bothOrders(matrix, mapper, context)
    } else {
      (bins, columnBins) = (try Self.rowOrder(matrix, mapper, context), [])
    }
  }

  private init(rows: Int, mapper: BinMapper, bins: [UInt8], columnBins: [UInt8]) {
    (self.rows, self.mapper, self.bins, self.columnBins) = (rows, mapper, bins, columnBins)
  }

  /// The rows named by their places, in that order, cut as all rows were.
  ///
  /// - Throws: `Cancelled`.
  package func selectingRows(_ places: [Int], context: ExecutionContext) throws(Cancelled) -> BinnedMatrix {
    let (width, count) = (columns, places.count)
    guard width > 0, count > 0 else { return BinnedMatrix(rows: count, mapper: mapper, bins: [], columnBins: []) }
    let byRow: [UInt8] = try context.array(of: count * width, chunkSize: width * 4096) { range, output in
      for row in range.lowerBound / width..<range.upperBound / width {
        let source = places[row] * width
        for column in 0..<width { output[row * width + column] = bins[source + column] }
      }
    }
    guard !columnBins.isEmpty else { return BinnedMatrix(rows: count, mapper: mapper, bins: byRow, columnBins: []) }
    let byColumn: [UInt8] = try context.array(of: count * width, chunkSize: count) { range, output in
      let column = range.lowerBound / count
      for row in 0..<count { output[range.lowerBound + row] = columnBins[column * rows + places[row]] }
    }
    return BinnedMatrix(rows: places.count, mapper: mapper, bins: byRow, columnBins: byColumn)
  }

  private static func bothOrders(
    _ matrix: Matrix<Float>, _ mapper: BinMapper, _ context: ExecutionContext
  ) throws -> (byRow: [UInt8], byColumn: [UInt8]) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    var byColumn: [UInt8] = []
    let byRow = try [UInt8](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      nonisolated(unsafe) let output = buffer
      byColumn = try [UInt8](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
        nonisolated(unsafe) let columnOutput = buffer
        try context.forEachChunk(of: rows) { chunk in
          guard let base = columnOutput.baseAddress else { return }
          bin(matrix, mapper, chunk, into: base + chunk.lowerBound, columnStride: rows)
          transpose(
            base + chunk.lowerBound, columnStride: rows, count: chunk.count, columns: columns,
            into: output.baseAddress! + chunk.lowerBound * columns)
        }
        initialized = rows * columns
      }
      initialized = rows * columns
    }
    return (byRow, byColumn)
  }

  /// By way of a few rows' columns at a time.
  private static func rowOrder(
    _ matrix: Matrix<Float>, _ mapper: BinMapper, _ context: ExecutionContext
  ) throws -> [UInt8] {
    let (rows, columns) = (matrix.rows, matrix.columns)
    return try [UInt8](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      nonisolated(unsafe) let output = buffer
      try context.forEachChunk(of: rows, chunkSize: 1024) { chunk in
        guard let base = output.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: chunk.count * columns) { scratch in
          bin(matrix, mapper, chunk, into: scratch.baseAddress!, columnStride: chunk.count)
          transpose(
            scratch.baseAddress!, columnStride: chunk.count, count: chunk.count, columns: columns,
            into: base + chunk.lowerBound * columns)
        }
      }
      initialized = rows * columns
    }
  }
}

/// Writes the bins of the rows `chunk`, column after column, `columnStride` bytes apart.
private func bin(
  _ matrix: Matrix<Float>, _ mapper: BinMapper, _ chunk: Range<Int>, into output: UnsafeMutablePointer<UInt8>,
  columnStride: Int
) {
  for column in 0..<matrix.columns {
    matrix.withColumn(column) { values in
      mapper.features[column].fillBins(
        values.baseAddress! + chunk.lowerBound, count: chunk.count, into: output + column * columnStride)
    }
  }
}

/// Column after column (in) to row after row (out), in pieces that stay in the first cache.
private func transpose(
  _ input: UnsafePointer<UInt8>, columnStride: Int, count: Int, columns: Int, into output: UnsafeMutablePointer<UInt8>
) {
  for start in stride(from: 0, to: count, by: 256) {
    let rows = start..<min(start + 256, count)
    for column in 0..<columns {
      let source = input + column * columnStride
      for row in rows { (output + (row &* columns &+ column)).initialize(to: source[row]) }
    }
  }
}
