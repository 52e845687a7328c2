package import Tables

/// Why a readable file cannot be taken as order lines.
package enum IngestError: Error, Sendable, Equatable {
  /// No file holds a row.
  case noRows(files: [String])
  /// Day-first and month-first both fit.
  case ambiguousDates(example: String, file: String)
  /// No value of the time column is a date.
  case noReadableDate(example: String, header: String, file: String)
  /// A decimal point and a decimal comma both fit.
  case ambiguousNumbers(example: String, file: String)
  /// Percentages in a column of quantities or amounts.
  case percentages(example: String, column: CanonicalColumn, header: String, file: String)
  /// Amounts in two currencies.
  case mixedCurrencies(first: String, firstFile: String, second: String, file: String)
  /// A column states several currencies.
  case severalCurrencies([String], column: String, file: String)
  /// `ingest.currency` is none of those that the column states.
  case unknownCurrency(String, column: String, known: [String])
  /// A currency of some line without a rate.
  case noExchangeRate(String, column: String)
  /// Lines are added to a run, and one of the two has refunds of a column.
  case refundsAppended
  /// A currency or rates are set, and no column states currencies.
  case noCurrencyColumn
  /// A setting names a column that the file lacks, or that is mapped: to an id of this name, or to none (`""`).
  case unknownColumn(
    String, setting: String, file: String, headers: [String], mapped: String?, nearest: String?)
  /// Two files give amounts by different columns.
  case mixedAmounts(file: String)
  /// Day and month come in another order than in the lines that the file is appended to.
  case otherDateOrder(example: String, file: String, earlier: DateOrder)
  /// The time zone differs from that of the lines that the file is appended to.
  case otherTimezone(String?, earlier: String?)
  /// Orders are told in another way than in the lines that the file is appended to.
  case otherOrders(OrderDefinition, earlier: OrderDefinition)
  /// Too many rows for 32-bit row numbers.
  case tooManyRows(limit: Int)
}
