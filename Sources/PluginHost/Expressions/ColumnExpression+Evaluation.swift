package import Numerics
package import Retention

extension ColumnExpression: ColumnPredicate {
  /// Whether the condition holds, for each row; a condition that stays open does not hold.
  ///
  /// - Throws: `NamingError` if a column is missing; `Cancelled`.
  package func evaluate(_ columns: NamedColumns, context: ExecutionContext = .serial) throws -> [Bool] {
    try map(columns, context, isTrue)
  }

  /// The value for each row; NaN is null.
  ///
  /// - Throws: `NamingError` if a column is missing; `Cancelled`.
  package func values(for columns: NamedColumns, context: ExecutionContext = .serial) throws -> [Double] {
    try map(columns, context) { $0 }
  }

  /// Rows per parser: enough that setting it up costs little.
  private static let chunkSize = 65_536

  private func map<Value: Sendable>(
    _ columns: NamedColumns, _ context: ExecutionContext, _ transform: @Sendable (Double) -> Value
  ) throws -> [Value] {
    let inputs = try program.columns.map { try columns.column($0) }
    let quantiles = try context.map(program.quantiles.count) { index in
      program.quantiles[index].value(in: inputs[program.quantiles[index].column])
    }
    let chunks = try context.mapChunks(of: columns.rowCount, chunkSize: Self.chunkSize) { rows in
      evaluate(rows, of: inputs, quantiles: quantiles, transform)
    }
    return Array(chunks.joined())
  }

  private func evaluate<Value>(
    _ rows: Range<Int>, of inputs: [[Double]], quantiles: [Double], _ transform: (Double) -> Value
  ) -> [Value] {
    let parser = MuParser(program, quantiles: quantiles)
    let width = inputs.count
    let block = rowMajor(inputs, rows)
    return block.withUnsafeBufferPointer { block in
      [Value](unsafeUninitializedCapacity: rows.count) { output, count in
        for row in 0..<rows.count {
          for column in 0..<width { parser.slots[column] = block[row * width + column] }
          output.initializeElement(at: row, to: transform(parser.evaluate()))
        }
        count = rows.count
      }
    }
  }

  /// The inputs in row-major order, the order in which rows are evaluated.
  private func rowMajor(_ inputs: [[Double]], _ rows: Range<Int>) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows.count * inputs.count) { block, count in
      for (column, input) in inputs.enumerated() {
        input.withUnsafeBufferPointer { input in
          for row in 0..<rows.count { block[row * inputs.count + column] = input[rows.lowerBound + row] }
        }
      }
      count = rows.count * inputs.count
    }
  }
}

extension ExpressionProgram.Quantile {
  /// NaN for a column without values.
  fileprivate func value(in column: [Double]) -> Double {
    quantile(probability, of: column.filter { !$0.isNaN }) ?? .nan
  }
}
