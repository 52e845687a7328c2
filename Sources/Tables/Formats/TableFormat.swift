import Text

/// How the bytes of a file are packed.
public enum Compression: String, Sendable, Hashable {
  case none, gzip, zstd
}

/// What a file holds.
public enum TableFormat: Sendable, Hashable, CustomStringConvertible {
  case csv(CSVDialect, Compression)
  case parquet
  /// Apache Arrow's own format, as a file (Feather) or as a stream.
  case arrow(isStream: Bool)
  /// A sheet of a workbook, and the names of all its worksheets.
  case xlsx(sheet: String, of: [String])

  public var description: String {
    switch self {
    case .csv(let dialect, .none): "CSV, \(dialect)"
    case .csv(let dialect, let compression): "CSV, \(dialect), packed with \(compression.rawValue)"
    case .parquet: "Parquet"
    case .arrow(isStream: false): "Arrow IPC file"
    case .arrow(isStream: true): "Arrow IPC stream"
    case .xlsx(let sheet, let sheets):
      sheets.count > 1 ? "XLSX, sheet '\(excerpt(sheet))' of \(excerpt(sheets))" : "XLSX, sheet '\(excerpt(sheet))'"
    }
  }
}
