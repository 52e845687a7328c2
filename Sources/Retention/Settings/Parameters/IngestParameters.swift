public import Settings

public enum IngestParameters {
  private static func column(_ column: IngestSettings.Column, _ summary: String) -> Parameter<String?> {
    Parameter("ingest.mapping.\(column.rawValue)", default: nil, emptiness: .forbidden, summary)
  }

  /// Source columns; null leaves a column to its header.
  public static let customerID = column(
    .customerID, "Source column of the customer id; null recognises it by its header, as for all columns here.")
  public static let orderID = column(.orderID, "Source column of the order id.")
  public static let productID = column(.productID, "Source column of the product id.")
  public static let orderDatetime = column(.orderDatetime, "Source column of the date and time of the order.")
  public static let quantity = column(.quantity, "Source column of the units on the line, negative for a return.")
  public static let unitPrice = column(.unitPrice, "Source column of the price of one unit.")
  public static let lineTotal = column(
    .lineTotal, "Source column of the value of the line, instead of a unit price.")
  public static let orderTotal = column(
    .orderTotal, "Source column of the value of the whole order, repeated on its lines and counted once.")

  public static let timezone = Parameter<String?>(
    "ingest.timezone", default: nil,
    "The shop's time zone by its IANA name, into which times with an offset are converted; null keeps times as written."
  )
  public static let sheet = Parameter<String?>(
    "ingest.sheet", default: nil, emptiness: .forbidden,
    "The sheet of a workbook (XLSX) to read; null takes the first one whose first row looks like a header.")
  public static let separator = Parameter(
    "ingest.separator", default: IngestSettings.Separator.auto,
    "What separates the fields of a text file; auto finds out and says what it found.")
  public static let quote = Parameter(
    "ingest.quote", default: IngestSettings.Quote.auto,
    "What quotes fields that hold the separator; auto finds out, and none takes quotes as they are.")
  public static let encoding = Parameter(
    "ingest.encoding", default: IngestSettings.Encoding.auto,
    "The encoding of text files; auto takes text that is not UTF-8 for windows-1252, and a byte order mark always wins."
  )
  public static let decimal = Parameter(
    "ingest.decimal", default: IngestSettings.DecimalMark.auto,
    "The decimal mark of numbers in text files; auto finds out, and refuses a file that could be read in two ways.")
  public static let thousands = Parameter(
    "ingest.thousands", default: IngestSettings.ThousandsMark.auto,
    "The mark between thousands in text files; auto takes any that is not the decimal mark.")
  public static let dateOrder = Parameter(
    "ingest.date_order", default: IngestSettings.DateOrder.auto,
    "The order of day, month and year in dates; auto finds out, and refuses a file that could be read in two ways.")

  /// The parameter that names the source of `column`.
  public static func mapping(_ column: IngestSettings.Column) -> Parameter<String?> {
    switch column {
    case .customerID: customerID
    case .orderID: orderID
    case .productID: productID
    case .orderDatetime: orderDatetime
    case .quantity: quantity
    case .unitPrice: unitPrice
    case .lineTotal: lineTotal
    case .orderTotal: orderTotal
    }
  }

  public static let section = ParameterSection(
    "ingest", "How source files are read.",
    [
      customerID, orderID, productID, orderDatetime, quantity, unitPrice, lineTotal, orderTotal, timezone, sheet,
      separator, quote, encoding, decimal, thousands, dateOrder,
    ])
}
