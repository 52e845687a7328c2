package import Numerics

/// Bins of every row, row after row: what training reads instead of the features.
package struct BinnedMatrix: Sendable {
  package let rows: Int
  package let mapper: BinMapper
  /// rows × features, row-major.
  package let bins: [UInt8]

  package var columns: Int { mapper.features.count }

  package init(_ matrix: Matrix<Float>, mapper: BinMapper, parallelism: Parallelism) {
    let columns = matrix.columns
    rows = matrix.rows
    self.mapper = mapper
    bins = [UInt8](unsafeUninitializedCapacity: matrix.rows * columns) { buffer, initialized in
      nonisolated(unsafe) let output = buffer.baseAddress!
      parallelism.forEachChunk(of: matrix.rows, chunkSize: 2048) { chunk in
        for column in 0..<columns {
          let feature = mapper.features[column]
          matrix.withColumn(column) { values in
            for row in chunk { (output + row * columns + column).initialize(to: feature.bin(of: values[row])) }
          }
        }
      }
      initialized = matrix.rows * columns
    }
  }
}
