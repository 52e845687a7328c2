import Text

/// What can be wrong with a table or its file. Carries facts; `description` makes the sentence.
///
/// Lines, columns and positions count from 1, rows from 0, byte offsets from 0.
public enum TableError: Error, Sendable, Hashable {
  // The file
  case missingFile(path: String)
  case isFolder(path: String)
  /// A pipe, a device or a socket.
  case notRegular(path: String)
  /// The file was written to, or replaced, between opening it and reading its end.
  case changed(path: String)
  case noPermission(path: String, action: FileAction)
  /// The system refused with `code` (errno; 0 where unknown).
  case system(path: String, action: FileAction, code: Int32, detail: String)
  /// No byte, or nothing but blank lines.
  case empty(path: String)
  case unsupportedFormat(path: String, found: String)
  /// Something that holds no order lines, or not as a table: `found` says what, `advice` what to do.
  case notATable(path: String, found: String, advice: String)
  case truncated(path: String, format: String)
  case corrupt(path: String, format: String, detail: String)

  /// A password protects the file.
  case encrypted(path: String)
  /// `part` of an archive unpacks to `bytes` and more, which only a hostile file does.
  case tooLarge(path: String, part: String, bytes: Int)

  // Spreadsheets
  case missingSheet(name: String, path: String, known: [String], nearest: String?)
  /// Sheets that are to be read as one table, and the columns that only one of them has.
  case otherSheetColumns(path: String, first: String, second: String, onlyFirst: [String], onlySecond: [String])
  /// Something is wrong with the cell called `cell`, such as `C17`.
  case badCell(path: String, sheet: String, cell: String, detail: String)
  /// A cell with a value below no name; the names are in row `header`.
  case unnamedColumn(path: String, sheet: String, cell: String, header: Int)
  /// The row that should name the columns holds numbers and dates as the rows below do.
  case firstRowIsData(path: String, sheet: String, row: Int, fields: [String])

  // CSV
  /// A NUL byte, at byte `offset` of the text, decompressed and as UTF-8.
  case binary(path: String, line: Int, offset: Int)
  case notUTF8(path: String, line: Int, column: String)
  /// Bytes that are no character of `encoding`.
  case notInEncoding(path: String, line: Int, encoding: TextEncoding)
  /// Text that is not UTF-8, and may be in several encodings; `likely` fits best.
  case unknownEncoding(path: String, line: Int, likely: TextEncoding)
  /// UTF-8, where text before it showed that the file is in Windows-1252.
  case mixedEncodings(path: String, line: Int)
  case raggedRow(path: String, line: Int, expected: Int, found: Int)
  /// A quoted field that opens here and does not end.
  case unclosedQuote(path: String, line: Int, column: Int)
  /// A quoted field that opens here, and text between its closing quote and the next separator.
  case textAfterQuote(path: String, line: Int, column: Int)
  /// A line, or a quoted field over several, of more than `limit` bytes.
  case lineTooLong(path: String, line: Int, limit: Int)
  case tooManyColumns(path: String, line: Int, found: Int, limit: Int)
  /// Two columns of one name, of which one is needed.
  case duplicateHeader(path: String, name: String, first: Int, second: Int)
  /// A field with a value below no name, where those above it are blank.
  case valueWithoutName(path: String, line: Int, position: Int)
  /// The first record, where a header should be, holds numbers and dates as the rows do.
  case firstLineIsData(path: String, line: Int, fields: [String])

  /// A line that is no JSON object.
  case badJSON(path: String, line: Int, detail: String)

  // Columns
  case missingColumn(name: String, path: String?, known: [String], nearest: String?)
  case wrongType(column: String, path: String?, expected: String, found: String)
  case nullValue(column: String, path: String?, row: Int)
  case nestedColumn(name: String, path: String, type: String)
  /// A value does not fit the type that its column is read as.
  case conversion(column: String, path: String, detail: String)
  /// More than 2 GiB of text.
  case tooMuchText(column: String, path: String)
  /// A table to be written does not have the columns that its writer was made for.
  case otherColumns(path: String, expected: [String], found: [String])
}

/// What the program was doing with a file that failed.
public enum FileAction: String, Sendable, Hashable {
  case read, write
}

extension TableError {
  /// With the nearest of the known sheets.
  static func missingSheet(_ name: String, in known: [String], path: String) -> TableError {
    .missingSheet(name: name, path: path, known: known, nearest: nearestName(to: name, in: known))
  }

  /// With the nearest of the known names.
  static func missingColumn(_ name: String, in known: [String], path: String?) -> TableError {
    .missingColumn(name: name, path: path, known: known, nearest: nearestName(to: name, in: known))
  }
}
