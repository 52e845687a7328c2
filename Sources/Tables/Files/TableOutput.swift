package import Foundation
package import Numerics

/// Writes whole tables to files.
package enum TableOutput {
  /// - Throws: `TableError`, `Cancelled`.
  package static func writeParquet(_ table: Table, to url: URL, context: ExecutionContext = .serial) throws {
    let writer = try ParquetWriter(path: url.path, fields: table.fields, context: context)
    try writer.write(table)
    try writer.close()
  }

  package static func writeCSV(_ table: Table, to url: URL) throws(TableError) {
    let writer = try CSVWriter(path: url.path, fields: table.fields)
    try writer.write(table)
    try writer.close()
  }
}
