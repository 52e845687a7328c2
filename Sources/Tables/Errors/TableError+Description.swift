public import Failures
import Foundation
import Text

extension TableError: UserFacingError {
  public var failureKind: FailureKind {
    switch self {
    case .noPermission(_, let action) where action == .write: .usage
    case .system(_, let action, let code, _):
      FailureKind.isOutOfResources(code) ? .resources : action == .write ? .usage : .input
    default: .input
    }
  }

  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    fileSentence ?? sheetSentence ?? textSentence ?? columnSentence ?? "unknown failure"
  }

  private var fileSentence: String? {
    switch self {
    case .missingFile(let path):
      "\(path): there is no such file; check the path"
    case .isFolder(let path):
      "\(path): this is a folder, not a file; name a file in it"
    case .notRegular(let path):
      "\(path): this is a pipe or a device, not a file; write what it gives to a file and read that"
    case .changed(let path):
      "\(path): the file changed while it was read; wait until it is written and run again"
    case .noPermission(let path, .read):
      "\(path): no permission to read this file; change its permissions or run as its owner"
    case .noPermission(let path, .write):
      "\(path): no permission to write here; choose another output folder or change its permissions"
    case .system(let path, let action, let code, let detail):
      "\(path): cannot \(action.rawValue) this file: \(systemSentence(code: code, detail: detail))"
    case .empty(let path):
      "\(path): the file is empty; export it again"
    case .unsupportedFormat(let path, let found):
      "\(path): this looks like \(found), which cannot be read; save it as XLSX, CSV or Parquet"
    case .notATable(let path, let found, let advice):
      "\(path): this is \(found), which cannot be read as a table; \(advice)"
    case .truncated(let path, let format):
      "\(path): the \(format) data ends too early; the file was cut off, copy or export it again"
    case .corrupt(let path, let format, let detail):
      "\(path): not valid \(format) data (\(detail)); copy or export the file again"
    case .encrypted(let path):
      "\(path): a password protects this file; save it without one"
    case .tooLarge(let path, let part, let bytes):
      "\(path): '\(part)' unpacks to more than \(bytes >> 20) MiB, too much for a file of this size; save it as CSV"
    default: nil
    }
  }

  private var sheetSentence: String? {
    switch self {
    case .missingSheet(let name, let path, let known, let nearest):
      "\(path): there is no sheet '\(excerpt(name))'" + (nearest.map { "; did you mean '\($0)'? The" } ?? "; the")
        + " sheets are: \(excerpt(known))"
    case .otherSheetColumns(let path, let first, let second, let onlyFirst, let onlySecond):
      "\(path): the sheets '\(excerpt(first))' and '\(excerpt(second))' have different columns, so they cannot be read "
        + "as one table: " + onlyIn(first, onlyFirst) + onlyIn(second, onlySecond)
        + "name sheets of the same columns, as in --set 'ingest.sheet=\(excerpt(first))'"
    case .badCell(let path, let sheet, let cell, let detail):
      "\(path): \(excerpt(sheet))!\(cell): \(detail); open the workbook in a spreadsheet program and save it again"
    case .unnamedColumn(let path, let sheet, let cell, let header):
      "\(path): \(excerpt(sheet))!\(cell): this cell holds a value, but row \(header) gives its column no name; "
        + "name the column or clear the cell"
    case .firstRowIsData(let path, let sheet, let row, let fields):
      "\(path): \(excerpt(sheet)): row \(row), which should name the columns, looks like data (\(excerpt(fields))); "
        + "insert a row of names above it, or set ingest.header to true if these are the names"
    default: nil
    }
  }

  private var textSentence: String? {
    switch self {
    case .binary(let path, let line, let offset):
      "\(path):\(line): byte \(offset) is NUL, so this is not a text file; save it as UTF-8 CSV or as Parquet"
    case .notUTF8(let path, let line, let column):
      "\(path):\(line): column '\(column)' holds text that is not UTF-8, as the rest of the file is; "
        + "save the file in one encoding, or name the one it is in with --set ingest.encoding=windows-1252"
    case .notInEncoding(let path, let line, .windows1252):
      "\(path):\(line): a byte here is no character of Windows-1252, which the file seems to be in; "
        + "save the file as UTF-8, or name its encoding, as in --set ingest.encoding=latin-1"
    case .notInEncoding(let path, let line, let encoding):
      "\(path):\(line): the bytes here are no text in \(encoding); save the file as UTF-8, "
        + "or name its encoding with --set ingest.encoding=NAME"
    case .unknownEncoding(let path, let line, let likely):
      "\(path):\(line): the text here is not UTF-8, and there is too little of it to be sure of its encoding; save the "
        + "file as UTF-8, or name the encoding, as in --set ingest.encoding=\(likely.rawValue), which fits best"
    case .mixedEncodings(let path, let line):
      "\(path):\(line): the text here is UTF-8, but text before it is Windows-1252; save the file in one encoding, "
        + "or name the one it is in with --set ingest.encoding=windows-1252"
    case .raggedRow(let path, let line, let expected, let found):
      "\(path):\(line): \(expected) fields expected as in the header, \(found) found; "
        + "quote fields that hold the separator, or mend this line"
    case .unclosedQuote(let path, let line, let column):
      "\(path):\(line):\(column): a quote opens here and never closes; add the closing quote"
    case .textAfterQuote(let path, let line, let column):
      "\(path):\(line):\(column): the quoted field that opens here is followed by more text after its closing quote; "
        + "write a quote inside a field twice"
    case .lineTooLong(let path, let line, let limit):
      "\(path):\(line): this line is longer than \(limit >> 20) MiB; "
        + "look for a missing line end or an unclosed quote"
    case .tooManyColumns(let path, let line, let found, let limit):
      "\(path):\(line): the header has \(found) columns, more than \(limit); "
        + "look for a missing line end, or name the separator with --set ingest.separator=semicolon"
    case .badJSON(let path, let line, let detail):
      "\(path):\(line): \(detail); JSON Lines have one whole object on each line"
    case .duplicateHeader(let path, let name, let first, let second):
      "\(path): columns \(first) and \(second) are both named '\(excerpt(name))'; rename one of them"
    case .valueWithoutName(let path, let line, let position):
      "\(path):\(line): field \(position) holds a value, but the header gives its column no name; "
        + "name the column or clear the field"
    case .firstLineIsData(let path, let line, let fields):
      "\(path):\(line): the first line looks like data (\(excerpt(fields))) and not like a header; "
        + "set ingest.header to false and map column_1 to column_\(fields.count) "
        + "(--set ingest.header=false --set ingest.mapping.customer_id=column_1 …), "
        + "or set it to true if these are the names"
    default: nil
    }
  }

  private var columnSentence: String? {
    switch self {
    case .missingColumn(let name, let path, let known, let nearest):
      "\(place(path))there is no column '\(excerpt(name))'" + (nearest.map { "; did you mean '\($0)'? The" } ?? "; the")
        + " columns are: \(excerpt(known))"
    case .wrongType(let column, let path, let expected, let found):
      "\(place(path))column '\(column)' should hold \(expected) values, but it holds \(found); "
        + "map another column or mend the value"
    case .nullValue(let column, let path, let row):
      "\(place(path))column '\(column)' is blank in row \(row + 1), where a value is needed; fill it in"
    case .nestedColumn(let name, let path, let type):
      "\(path): column '\(name)' is nested (\(type)), which cannot be read; flatten it or leave it out"
    case .conversion(let column, let path, let detail):
      "\(path): a value of column '\(column)' cannot be read (\(detail)); store the column with a common type"
    case .tooMuchText(let column, let path):
      "\(path): column '\(column)' holds more than 2 GiB of text; read the file in batches or leave the column out"
    case .otherColumns(let path, let expected, let found):
      "\(path): a table with the columns \(found.joined(separator: ", ")) cannot be written to a file with "
        + "the columns \(expected.joined(separator: ", ")); write tables of one shape to a file"
    default: nil
    }
  }

  private func onlyIn(_ sheet: String, _ columns: [String]) -> String {
    columns.isEmpty ? "" : "only '\(excerpt(sheet))' has \(excerpt(columns)); "
  }

  private func place(_ path: String?) -> String { path.map { "\($0): " } ?? "" }

  private func systemSentence(code: Int32, detail: String) -> String {
    switch code {
    case ENOSPC, EDQUOT: "no space is left; free some or choose another folder"
    case ENOMEM: "there is not enough memory (\(detail)); close other programs, or run on a machine with more"
    case 0: "\(detail); try again or choose another file"
    default: "\(String(cString: strerror(code)).lowercased()); check the path and the disk"
    }
  }
}
