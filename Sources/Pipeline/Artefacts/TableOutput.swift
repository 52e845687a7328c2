import Foundation
import Tables

/// Writes whole tables as artefacts.
enum TableOutput {
  static func writeParquet(_ table: Table, to url: URL, metadata: [String: String] = [:]) throws(TableError) {
    let writer = try ParquetWriter(path: url.path, fields: table.fields, metadata: metadata)
    try writer.write(table)
    try writer.close()
  }

  static func writeCSV(_ table: Table, to url: URL) throws(TableError) {
    let writer = try CSVWriter(path: url.path, fields: table.fields)
    try writer.write(table)
    try writer.close()
  }
}

extension Column {
  /// Numbers; NaN and infinities become null.
  static func reals(_ name: String, _ values: [Double]) -> Column {
    let isNull = values.map { !$0.isFinite }
    return Column(name: name, values: .double(Primitive(values, isNull: isNull.contains(true) ? isNull : nil)))
  }

  /// Whole numbers that a feature holds as doubles; NaN becomes null.
  static func integers(_ name: String, _ values: [Double]) -> Column {
    let isNull = values.map(\.isNaN)
    let whole = values.map { $0.isNaN ? 0 : Int32($0) }
    return Column(name: name, values: .int32(Primitive(whole, isNull: isNull.contains(true) ? isNull : nil)))
  }

  static func integers(_ name: String, _ values: [Int32]) -> Column {
    Column(name: name, values: .int32(Primitive(values)))
  }

  static func integers(_ name: String, _ values: [Int]) -> Column {
    Column(name: name, values: .int64(Primitive(values.map(Int64.init))))
  }

  static func truths(_ name: String, _ values: [Bool]) -> Column {
    Column(name: name, values: .bool(Primitive(values)))
  }

  /// Text that repeats; nil is null.
  static func categories(_ name: String, _ values: [String?]) -> Column {
    Column(name: name, values: .dictionary(DictionaryColumn(values)))
  }

  /// Text that hardly repeats; nil is null.
  static func texts(_ name: String, _ values: [String?]) -> Column {
    Column(name: name, values: .string(StringColumn(values)))
  }

  static func days(_ name: String, _ values: [Int32]) -> Column {
    Column(name: name, values: .date(Primitive(values)))
  }

  static func times(_ name: String, _ values: [Int64], unknown: Int64? = nil) -> Column {
    let isNull = unknown.map { unknown in values.map { $0 == unknown } }
    return Column(
      name: name, values: .timestamp(Primitive(values, isNull: isNull?.contains(true) == true ? isNull : nil)))
  }

  /// Codes into a dictionary of strings; negative ones are null.
  static func codes(_ name: String, _ codes: [Int32], _ dictionary: StringColumn) -> Column {
    let isNull = codes.map { $0 < 0 }
    let safe = codes.map { max(0, $0) }
    guard dictionary.count > 0 else {
      return Column(name: name, values: .string(StringColumn([String?](repeating: nil, count: codes.count))))
    }
    let values = Primitive(safe, isNull: isNull.contains(true) ? isNull : nil)
    return Column(name: name, values: .dictionary(DictionaryColumn(codes: values, dictionary: dictionary)))
  }
}

/// Keeps a spreadsheet from reading text as a formula: a leading `=`, `+`, `-`, `@`, tab or carriage return gets an
/// apostrophe before it. For text alone; numbers stay numbers.
package func guardedAgainstFormulas(_ text: String) -> String {
  guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
  return "'" + text
}
