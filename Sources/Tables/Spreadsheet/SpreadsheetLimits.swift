/// What a workbook may unpack to. Real workbooks stay far below; a file made to exhaust memory does not.
enum SpreadsheetLimits {
  /// Bytes that all parts of a workbook may unpack to.
  static let unpackedBytes = 4 << 30
  /// Unpacked bytes per packed byte of a part, once the part has passed `freeBytes`. Deflate reaches 1032, sheets of one
  /// constant about 100.
  static let ratio = 200
  static let freeBytes = 64 << 20
  /// Bytes of all distinct texts of a sheet.
  static let textBytes = 1 << 30
  /// Entries of the table of shared strings.
  static let sharedStrings = 1 << 26
  /// Bytes of one cell's text; spreadsheet programs stop at 32,767 characters.
  static let cellBytes = 1 << 20
  /// Rows and columns of a sheet (ECMA-376).
  static let rows = 1_048_576
  static let columns = 16_384
  /// Elements within elements.
  static let depth = 64
  /// Bytes of one tag, comment or instruction.
  static let tagBytes = 1 << 20
  /// Bytes of the distinct names of a part's elements and attributes. Real parts have some hundred names.
  static let nameBytes = 1 << 20
  /// What a name counts for beside its own bytes: a parser keeps a record of each.
  static let bytesBesideName = 64
}
