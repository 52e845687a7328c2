public import Tables

/// What keeps a readable file from being order lines.
public enum IngestError: Error, Sendable, Equatable {
  /// No file holds a row.
  case noRows(files: [String])
  /// Day-first and month-first both fit.
  case ambiguousDates(example: String, file: String)
  /// No value of the time column is a date.
  case noReadableDate(example: String, header: String, file: String)
  /// A decimal point and a decimal comma both fit.
  case ambiguousNumbers(example: String, file: String)
  /// Amounts in two currencies.
  case mixedCurrencies(first: String, firstFile: String, second: String, file: String)
  /// Two files give amounts in different shapes.
  case mixedAmounts(file: String)
  /// The dates of a file come in another order than those of the lines that it is appended to.
  case otherDateOrder(example: String, file: String, earlier: DateOrder)
  /// The lines that others are appended to lie in another zone.
  case otherTimezone(String?, earlier: String?)
  /// Too many rows for 32-bit row numbers.
  case tooManyRows(limit: Int)
}
