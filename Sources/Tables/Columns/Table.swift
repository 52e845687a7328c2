/// Name and type of a column.
public struct Field: Sendable, Hashable {
  /// As in the header.
  public var name: String
  /// What its values are read as.
  public var type: ColumnType
  /// True for timestamps that count from midnight UTC; false for those of an unnamed local zone.
  public var isUTC: Bool

  public init(name: String, type: ColumnType, isUTC: Bool = false) {
    self.name = name
    self.type = type
    self.isUTC = isUTC
  }
}

/// A named column.
public struct Column: Sendable {
  /// As in the header.
  public var name: String
  /// One per row.
  public var values: ColumnValues
  /// True for timestamps that count from midnight UTC.
  public var isUTC: Bool

  public init(name: String, values: ColumnValues, isUTC: Bool = false) {
    self.name = name
    self.values = values
    self.isUTC = isUTC
  }

  public var field: Field { Field(name: name, type: values.type, isUTC: isUTC) }
}

/// Columns of equal length.
public struct Table: Sendable {
  /// In order, each with `rowCount` values.
  public let columns: [Column]
  /// Rows; a table without columns may have some.
  public let rowCount: Int
  /// The file it was read from, for messages; nil for a table made in memory.
  public let path: String?

  /// - Parameter columns: all of the same length.
  public init(columns: [Column], path: String? = nil) {
    self.init(columns: columns, rowCount: columns.first?.values.count ?? 0, path: path)
  }

  init(columns: [Column], rowCount: Int, path: String?) {
    precondition(columns.allSatisfy { $0.values.count == rowCount }, "columns of a table have the same length")
    self.columns = columns
    self.rowCount = rowCount
    self.path = path
  }
}

extension Table {
  public var fields: [Field] { columns.map(\.field) }

  public func column(named name: String) -> Column? {
    columns.first { $0.name == name }
  }

  /// The rows named by `rows`, in that order.
  public func selecting(_ rows: [Int]) -> Table {
    Table(
      columns: columns.map { Column(name: $0.name, values: $0.values.selecting(rows), isUTC: $0.isUTC) },
      rowCount: rows.count, path: path)
  }
}
