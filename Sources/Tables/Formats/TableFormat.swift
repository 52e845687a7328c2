import Text

/// How the bytes of a file are packed.
public enum Compression: String, Sendable, Hashable {
  case none, gzip, zstd
}

/// What a file holds.
public enum TableFormat: Sendable, Hashable, CustomStringConvertible {
  case csv(CSVDialect, Compression)
  case jsonLines(Compression)
  case parquet
  /// Apache Arrow's own format, as a file (Feather) or as a stream.
  case arrow(isStream: Bool)
  /// The sheets of a workbook that are read, and the names of all its worksheets.
  case xlsx(sheets: [String], of: [String])

  public var description: String {
    switch self {
    case .csv(let dialect, .none): "CSV, \(dialect)"
    case .csv(let dialect, let compression): "CSV, \(dialect), packed with \(compression.rawValue)"
    case .jsonLines(.none): "JSON Lines"
    case .jsonLines(let compression): "JSON Lines, packed with \(compression.rawValue)"
    case .parquet: "Parquet"
    case .arrow(isStream: false): "Arrow IPC file"
    case .arrow(isStream: true): "Arrow IPC stream"
    case .xlsx(let sheets, let all):
      "XLSX, \(sheets.count > 1 ? "sheets" : "sheet") \(listed(sheets.map { "'\(excerpt($0))'" }))"
        + (all.count > sheets.count ? " of \(excerpt(all))" : "")
    }
  }
}
