import Settings

/// `ingest.mapping`: a setting per canonical column, which names its source.
struct SourceColumns: SettingsGroup {
  private let columns = CanonicalColumn.allCases.map { SourceColumn($0) }

  /// Those that have a name.
  var named: [CanonicalColumn: String] {
    Dictionary(uniqueKeysWithValues: columns.compactMap { column in column.name.map { (column.column, $0) } })
  }

  func check(_ configuration: Configuration) throws(SettingsError) {
    var earlier: [SourceColumn] = []
    for column in columns where column.name != nil {
      if let other = earlier.first(where: { $0.name == column.name }) {
        throw configuration.invalid(column.$name, must: "differ from `\(other.$name.key)`")
      }
      earlier.append(column)
    }
    let values = earlier.filter { [.unitPrice, .lineTotal, .orderTotal].contains($0.column) }
    guard values.count <= 1 else {
      throw configuration.invalid(values[1].$name, must: "be null because `\(values[0].$name.key)` gives the value")
    }
  }
}

private struct SourceColumn: SettingsGroup {
  let column: CanonicalColumn
  @Setting var name: String?

  init(_ column: CanonicalColumn) {
    self.column = column
    _name = Setting(
      "ingest.mapping.\(column.rawValue)", default: nil, emptiness: .forbidden, Self.summary(column))
  }

  private static func summary(_ column: CanonicalColumn) -> String {
    switch column {
    case .customerID: "Source column of the customer id; null recognises it by its header, as for all columns here."
    case .orderID: "Source column of the order id."
    case .productID: "Source column of the product id."
    case .orderDatetime: "Source column of the date and time of the order."
    case .quantity: "Source column of the units on the line, negative for a return."
    case .unitPrice: "Source column of the price of one unit."
    case .lineTotal: "Source column of the value of the line, instead of a unit price."
    case .orderTotal: "Source column of the value of the whole order, repeated on its lines and counted once."
    }
  }
}
