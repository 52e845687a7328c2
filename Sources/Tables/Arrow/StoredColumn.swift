import CArrowBridge

/// A top-level column, as the bridge describes it.
struct StoredColumn {
  private(set) var name: String
  let format: String
  /// Nil where it cannot be read.
  let type: ColumnType?
  let isUTC: Bool

  init(_ schema: ArrowSchema) {
    name = schema.name.map { String(cString: $0) } ?? ""
    format = schema.format.map { String(cString: $0) } ?? ""
    isUTC = format.hasPrefix("tsu:") && format != "tsu:"
    type = Self.type(format: format, isDictionary: schema.dictionary != nil)
  }

  /// The same under another name.
  func named(_ name: String) -> StoredColumn {
    var column = self
    column.name = name
    return column
  }

  private static func type(format: String, isDictionary: Bool) -> ColumnType? {
    switch format {
    case "i" where isDictionary: .dictionary
    case "b": .bool
    case "i": .int32
    case "l": .int64
    case "f": .float
    case "g": .double
    case "tdD": .date
    case "u": .string
    case let format where format.hasPrefix("tsu:"): .timestamp
    default: nil
    }
  }
}

extension StoredColumn {
  /// Positions of the columns to read.
  static func select(_ names: [String]?, from known: [StoredColumn], path: String) throws(TableError)
    -> [Int]
  {
    guard let names else { return known.indices.filter { known[$0].type != nil } }
    return try names.map { name throws(TableError) in
      guard let position = known.firstIndex(where: { $0.name == name }) else {
        throw .missingColumn(name, in: known.map(\.name), path: path)
      }
      if known[position].type == nil {
        throw .nestedColumn(name: name, path: path, type: known[position].format)
      }
      return position
    }
  }
}
