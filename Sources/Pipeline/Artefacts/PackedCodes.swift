import Retention
import Tables

/// Turns codes into a dictionary column with only the strings its rows use, so that a row group of a large file does
/// not carry every id.
struct PackedCodes {
  /// By code: its index in the column's dictionary; −1 if no row uses it.
  private var places: [Int32]
  private var used: [Int] = []
  private let strings: StringColumn

  init(_ strings: StringColumn) {
    self.strings = strings
    places = [Int32](repeating: -1, count: strings.count)
  }

  /// - Parameters:
  ///   - count: number of rows.
  ///   - code: the code of a row; negative for null.
  mutating func column(_ name: String, count: Int, code: (Int) -> Int32) -> Column {
    var isNull: [Bool] = []
    let codes = [Int32](unsafeUninitializedCapacity: count) { codes, initialized in
      for row in 0..<count {
        let value = Int(code(row))
        guard value >= 0 else {
          if isNull.isEmpty { isNull = [Bool](repeating: false, count: count) }
          isNull[row] = true
          codes[row] = 0
          continue
        }
        if places[value] < 0 {
          places[value] = Int32(used.count)
          used.append(value)
        }
        codes[row] = places[value]
      }
      initialized = count
    }
    defer {
      for value in used { places[value] = -1 }
      used.removeAll(keepingCapacity: true)
    }
    let values = Primitive(codes, isNull: isNull.isEmpty ? nil : isNull)
    // A dictionary must not be empty, even if all rows are null.
    let dictionary = used.isEmpty ? StringColumn([""]) : strings.selecting(used)
    return Column(name: name, values: .dictionary(DictionaryColumn(codes: values, dictionary: dictionary)))
  }
}
