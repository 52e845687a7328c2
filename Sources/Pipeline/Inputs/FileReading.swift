import Runs
import Tables
import Text

/// How a file was read, whether stated in the file, detected, or set.
struct FileReading: Sendable, Hashable {
  let path: String
  let rows: Int
  let format: TableFormat
  let encoding: TextEncoding?
  /// What its rows are told by, where it was read in parts; see `TableReader.sheets`.
  let sheets: [String]
  /// nil if no number has a separator that shows its format, or if the file format stores numbers as such.
  let numbers: NumberFormat?
  /// nil if no date depends on it.
  var dateOrder: DateOrder?

  init(_ reader: TableReader, rows: Int, numbers: NumberFormat?) {
    path = reader.path
    self.rows = rows
    format = reader.format
    encoding = reader.encoding
    sheets = reader.sheets
    self.numbers = reader.encoding == nil ? nil : numbers
  }
}

extension FileReading: CustomStringConvertible {
  /// `CSV, separated by semicolons, Windows-1252; numbers as 1.234,56; dates day first`.
  var description: String {
    var parts = ["\(format)" + (encoding.map { ", \($0)" } ?? "")]
    if let numbers { parts.append("numbers as \(numbers)") }
    if encoding != nil, let dateOrder { parts.append("dates \(dateOrder.words)") }
    return parts.joined(separator: "; ")
  }

  /// One line for each distinct way in which files were read.
  static func summary(of readings: [FileReading]) -> [String] {
    var groups: [(words: String, paths: [String])] = []
    for reading in readings {
      if let index = groups.firstIndex(where: { $0.words == reading.description }) {
        groups[index].paths.append(reading.path)
      } else {
        groups.append((reading.description, [reading.path]))
      }
    }
    return groups.map { group in
      "\(group.paths.count > 2 ? "\(grouped(group.paths.count)) files, as \(group.paths[0])" : group.paths.joined(separator: ", ")): \(group.words)"
    }
  }
}

extension DateOrder {
  var words: String {
    switch self {
    case .yearFirst: "year first"
    case .dayFirst: "day first"
    case .monthFirst: "month first"
    }
  }
}
