extension LineBlock {
  /// Names of the columns in files, in order, as in UCI Online Retail.
  package static let columnNames = [
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
  ]

  /// The first line of a CSV file, with its line feed.
  package static let csvHeader = Array((columnNames.joined(separator: ",") + "\n").utf8)

  /// Appends all lines as UTF-8 CSV without a header: commas, line feeds, ISO 8601 dates and times, decimal points,
  /// empty cells for missing values, and descriptions quoted where necessary (RFC 4180).
  package func appendCSV(to bytes: inout [UInt8]) {
    let comma = UInt8(ascii: ",")
    bytes.reserveCapacity(bytes.count + 112 * count)
    for line in 0..<count {
      appendOrderID(line, to: &bytes)
      bytes.append(comma)
      appendProductID(line, to: &bytes)
      bytes.append(comma)
      bytes.append(contentsOf: catalogue.descriptionCells[Int(products[line])])
      bytes.append(comma)
      appendQuantity(line, to: &bytes)
      bytes.append(comma)
      appendTime(line, to: &bytes)
      bytes.append(comma)
      appendUnitPrice(line, to: &bytes)
      bytes.append(comma)
      appendCustomerID(line, to: &bytes)
      bytes.append(comma)
      bytes.append(contentsOf: Countries.cells[Int(countries[line])])
      bytes.append(UInt8(ascii: "\n"))
    }
  }
}
