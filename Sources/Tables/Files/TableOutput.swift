package import Foundation

/// Writes whole tables to files.
package enum TableOutput {
  package static func writeParquet(_ table: Table, to url: URL, metadata: [String: String] = [:]) throws(TableError) {
    let writer = try ParquetWriter(path: url.path, fields: table.fields, metadata: metadata)
    try writer.write(table)
    try writer.close()
  }

  package static func writeCSV(_ table: Table, to url: URL) throws(TableError) {
    let writer = try CSVWriter(path: url.path, fields: table.fields)
    try writer.write(table)
    try writer.close()
  }
}
