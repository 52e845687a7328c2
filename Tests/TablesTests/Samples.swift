import Tables

/// Tables made up for tests.
enum Samples {
  /// A column of every type, each with nulls in places of its own.
  static func table(rows: Int) -> Table {
    func column<Element>(_ period: Int, _ placeholder: Element, _ value: (Int) -> Element) -> Primitive<Element> {
      Primitive((0..<rows).map { $0 % period == 1 ? nil : value($0) }, placeholder: placeholder)
    }
    let words = ["", "apple", "comma, quote \" and line\nend", "Überraschung", "🙂", " blank "]
    let strings = (0..<rows).map { $0 % 7 == 3 ? nil : words[$0 * 5 % words.count] + ($0 % 3 == 0 ? "\($0)" : "") }
    return Table(columns: [
      Column(name: "bool", values: .bool(column(2, false) { $0 % 3 == 0 })),
      Column(name: "int32", values: .int32(column(3, 0) { Int32.min + Int32($0) })),
      Column(name: "int64", values: .int64(column(4, 0) { Int64.max - Int64($0) })),
      Column(name: "float", values: .float(column(5, 0) { Float($0) / 3 })),
      Column(name: "double", values: .double(column(6, 0) { Double($0) * 0.1 - 7 })),
      Column(name: "timestamp", values: .timestamp(column(7, 0) { Int64($0) * 1_234_567_891_011 - 5_000_000 })),
      Column(name: "utc", values: .timestamp(column(8, 0) { Int64($0) * 60_000_000 }), isUTC: true),
      Column(name: "date", values: .date(column(9, 0) { Int32($0) - 10 })),
      Column(name: "string", values: .string(StringColumn(strings))),
      Column(name: "dictionary", values: .dictionary(DictionaryColumn(strings))),
      Column(name: "full", values: .int64(Primitive((0..<rows).map(Int64.init)))),
    ])
  }
}

extension Table {
  /// Column `name` as text, null as `nil`, for comparisons.
  func texts(_ name: String) -> [String] {
    guard let values = column(named: name)?.values else { return [] }
    return (0..<rowCount).map { row in values.isNull(row) ? "nil" : values.text(row) }
  }
}

extension ColumnValues {
  fileprivate func text(_ row: Int) -> String {
    switch self {
    case .bool(let values): "\(values[row])"
    case .int32(let values), .date(let values): "\(values[row])"
    case .int64(let values), .timestamp(let values): "\(values[row])"
    case .float(let values): "\(values[row])"
    case .double(let values): "\(values[row])"
    case .string(let values): values[row]
    case .dictionary(let values): values[row]
    }
  }
}
