import Text

/// Which source column is which canonical one; headers are compared without regard to case and surrounding blanks.
package struct ColumnMapping: Sendable, Equatable {
  /// Source header by canonical column, as the user or the known headers name it.
  package let columns: [CanonicalColumn: String]
  /// What makes lines one order; no column of order ids is used but for `column`.
  package let orderIs: OrderDefinition

  package init(_ columns: [CanonicalColumn: String], orderIs: OrderDefinition = .column) {
    self.columns = columns
    self.orderIs = orderIs
  }
}

/// A mapping bound to the headers of one file.
package struct BoundMapping: Sendable, Equatable {
  /// Position of each mapped column in the file.
  package let positions: [CanonicalColumn: Int]
  /// Positions of all other columns, carried along as they are.
  package let extras: [Int]
  /// Which columns give the amounts.
  package let amount: AmountShape
}

/// Why a mapping cannot be used.
package enum MappingError: Error, Sendable, Equatable {
  /// The mapping names a source column that the file does not have.
  case missingSourceColumn(column: CanonicalColumn, header: String, file: String, known: [String], nearest: String?)
  /// Neither the mapping nor the known headers give this column.
  case missingColumn(CanonicalColumn, file: String, headers: [String])
  /// No amount: neither quantity and price, nor a line total, nor an order total.
  case missingAmount(file: String, headers: [String])
  /// Two source columns are recognized as the same canonical one.
  case ambiguous(CanonicalColumn, headers: [String], file: String)
  /// One source column is mapped to two canonical ones.
  case usedTwice(header: String, first: CanonicalColumn, second: CanonicalColumn)
}

extension MappingError {
  /// Whether a column that is needed has no source.
  package var isMissingColumn: Bool {
    switch self {
    case .missingSourceColumn, .missingColumn, .missingAmount: true
    case .ambiguous, .usedTwice: false
    }
  }
}

extension ColumnMapping {
  /// Headers recognized without a mapping, lower case: UCI Online Retail, Online Retail II and the canonical names.
  static let knownHeaders: [CanonicalColumn: [String]] = [
    .customerID: ["customer_id", "customerid", "customer id"],
    .orderID: ["order_id", "invoiceno", "invoice"],
    .productID: ["product_id", "stockcode"],
    .orderDatetime: ["order_datetime", "invoicedate"],
    .quantity: ["quantity"],
    .unitPrice: ["unit_price", "unitprice", "price"],
    .lineTotal: ["line_total"],
    .orderTotal: ["order_total"],
  ]

  /// Recognizes the known headers of one file.
  package static func recognized(in headers: [String], file: String) throws(MappingError) -> ColumnMapping {
    try ColumnMapping([:]).completed(from: headers, file: file)
  }

  /// This mapping, completed with known headers for the columns that it leaves out.
  package func completed(from headers: [String], file: String) throws(MappingError) -> ColumnMapping {
    let named = Set(columns.values.map(Self.normalized))
    let amounts: [CanonicalColumn] = [.unitPrice, .lineTotal, .orderTotal]
    let hasAmount = amounts.contains { columns[$0] != nil }
    var completed = columns
    for column in CanonicalColumn.allCases where columns[column] == nil && !(hasAmount && amounts.contains(column)) {
      if column == .orderID, orderIs != .column { continue }
      let found = headers.filter {
        let header = Self.normalized($0)
        return Self.knownHeaders[column, default: []].contains(header) && !named.contains(header)
      }
      if found.count > 1 { throw .ambiguous(column, headers: found, file: file) }
      completed[column] = found.first
    }
    if completed[.quantity] != nil && completed[.unitPrice] != nil {
      // Totals beside quantity and price add nothing.
      completed[.lineTotal] = columns[.lineTotal]
      completed[.orderTotal] = columns[.orderTotal]
    }
    return ColumnMapping(completed, orderIs: orderIs)
  }

  static func normalized(_ header: String) -> String {
    let blanks: Set<Character> = [" ", "\t", "\u{FEFF}"]
    let trimmed = header.drop { blanks.contains($0) }
    return String(trimmed.reversed().drop { blanks.contains($0) }.reversed()).lowercased()
  }

  /// Finds each mapped column among the headers of a file and decides the shape of amounts.
  package func bound(to headers: [String], file: String) throws(MappingError) -> BoundMapping {
    let normalizedHeaders = headers.map(Self.normalized)
    var positions: [CanonicalColumn: Int] = [:]
    for column in CanonicalColumn.allCases {
      guard let header = columns[column] else { continue }
      guard let position = try Self.position(of: header, column, headers, normalizedHeaders, file: file) else {
        throw .missingSourceColumn(
          column: column, header: header, file: file, known: headers, nearest: nearestName(to: header, in: headers))
      }
      if let other = positions.first(where: { $0.value == position }) {
        throw .usedTwice(header: headers[position], first: other.key, second: column)
      }
      positions[column] = position
    }
    let needed: [CanonicalColumn] = [.customerID] + (orderIs == .column ? [.orderID] : []) + [.orderDatetime]
    for column in needed where positions[column] == nil {
      throw .missingColumn(column, file: file, headers: headers)
    }
    let amount = try Self.amountShape(positions, file: file, headers: headers)
    let mapped = Set(positions.values)
    return BoundMapping(positions: positions, extras: headers.indices.filter { !mapped.contains($0) }, amount: amount)
  }

  /// Where a column is: by its name, letter by letter or else in any case, or by its position where columns have no
  /// names but these.
  private static func position(
    of header: String, _ column: CanonicalColumn, _ headers: [String], _ normalizedHeaders: [String], file: String
  ) throws(MappingError) -> Int? {
    if let exact = headers.firstIndex(of: header) { return exact }
    let alike = normalizedHeaders.indices.filter { normalizedHeaders[$0] == normalized(header) }
    if alike.count > 1 { throw .ambiguous(column, headers: alike.map { headers[$0] }, file: file) }
    if let position = alike.first { return position }
    guard let number = Int(header), headers.indices.contains(number - 1), headers[number - 1] == "column_\(number)"
    else {
      return nil
    }
    return number - 1
  }

  private static func amountShape(
    _ positions: [CanonicalColumn: Int], file: String, headers: [String]
  ) throws(MappingError) -> AmountShape {
    let has = { (column: CanonicalColumn) in positions[column] != nil }
    if has(.unitPrice) {
      guard has(.quantity) else { throw .missingColumn(.quantity, file: file, headers: headers) }
      return .quantityAndPrice
    }
    if has(.lineTotal) { return has(.quantity) ? .lineTotalWithQuantity : .lineTotal }
    if has(.orderTotal) { return .orderTotal }
    if has(.quantity) { throw .missingColumn(.unitPrice, file: file, headers: headers) }
    throw .missingAmount(file: file, headers: headers)
  }
}
