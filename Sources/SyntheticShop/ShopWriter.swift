package import Foundation
package import Numerics
import Runs
import Tables

/// Writes a synthetic shop to a CSV or Parquet file, in bounded memory.
///
/// Shops of up to `timeOrderedCustomers` customers are written in time order, as a real export is; larger ones customer
/// by customer. The file gets its name only when it is complete.
package struct ShopWriter: Sendable {
  let shop: ShopGenerator
  let file: URL
  let format: Format
  static let timeOrderedCustomers = 50_000

  /// File format.
  package enum Format: String, Sendable, CaseIterable {
    case csv, parquet
  }

  /// Checks the settings.
  ///
  /// - Throws: `SyntheticShopError`.
  package init(_ settings: SyntheticShopSettings, to file: URL, format: Format) throws {
    shop = ShopGenerator(try settings.validated())
    self.file = file
    self.format = format
  }
}

extension ShopWriter {
  /// Writes the file.
  ///
  /// - Returns: what was generated, to compare with what cleaning finds.
  /// - Throws: `TableError` or `FileError` if the file cannot be written; `Cancelled`.
  package func write(context: ExecutionContext) throws -> GenerationSummary {
    switch format {
    case .csv: try writeCSV(context)
    case .parquet: try writeParquet(context)
    }
  }

  private func forEachBlock(
    _ context: ExecutionContext, _ body: (LineBlock) throws -> Void
  ) throws -> GenerationSummary {
    let parallelism = context.parallelism
    func take(_ block: LineBlock) throws {
      try context.checkCancellation()
      try body(block)
      context.progress.advance(by: block.count)
    }
    guard shop.settings.customers > Self.timeOrderedCustomers else {
      let block = shop.linesByTime(parallelism: parallelism)
      try take(block)
      return block.summary
    }
    return try shop.forEachBlock(parallelism: parallelism) { block in try take(block) }
  }

  private func writeCSV(_ context: ExecutionContext) throws -> GenerationSummary {
    let partial = file.appendingPathExtension("partial")
    let descriptor = open(partial.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(action: .create, path: partial.path, code: errno) }
    do {
      defer { close(descriptor) }
      try FileSystem.write(LineBlock.csvHeader, to: descriptor, path: partial.path)
      let summary = try forEachBlock(context) { block in
        var bytes: [UInt8] = []
        block.appendCSV(to: &bytes)
        try FileSystem.write(bytes, to: descriptor, path: partial.path)
      }
      try FileSystem.rename(partial, to: file)
      return summary
    } catch {
      unlink(partial.path)
      throw error
    }
  }

  private func writeParquet(_ context: ExecutionContext) throws -> GenerationSummary {
    var writer: ParquetWriter?
    let summary = try forEachBlock(context) { block in
      let table = block.columns().table
      let open = try writer ?? ParquetWriter(path: file.path, fields: table.fields)
      try open.write(table, rowGroupRows: 1 << 20)
      writer = open
    }
    try writer?.close()
    return summary
  }
}

extension LineColumns {
  var table: Table {
    let names = LineBlock.columnNames
    let columns: [ColumnValues] = [
      .string(orderIDs.column), .string(productIDs.column), .string(descriptions.column),
      .double(quantities.column), .timestamp(times.column), .double(unitPrices.column), .string(customerIDs.column),
      .string(countries.column),
    ]
    return Table(columns: zip(names, columns).map { Column(name: $0, values: $1) })
  }
}

extension LineColumns.TextColumn {
  var column: StringColumn {
    StringColumn(bytes: bytes, offsets: offsets, isNull: isValid.contains(false) ? isValid.map { !$0 } : nil)
  }
}

extension LineColumns.NullableColumn where Value: BitwiseCopyable {
  var column: Primitive<Value> {
    Primitive(values, isNull: isValid.contains(false) ? isValid.map { !$0 } : nil)
  }
}
