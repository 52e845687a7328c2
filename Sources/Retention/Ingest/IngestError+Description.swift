package import Failures
import Settings
import Tables
import Text

extension MappingError: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    switch self {
    case .missingSourceColumn(let column, let header, let file, let known, let nearest):
      "\(file) has no column '\(header)', which the mapping names for \(column.rawValue); it has \(excerpt(known)); "
        + (nearest.map { "did you mean '\($0)'?" } ?? "name one of these.")
    case .missingColumn(let column, let file, let headers):
      "\(file) has no column that is known as \(column.rawValue)\(column == .unitPrice ? " or line_total" : "") among "
        + "\(excerpt(headers)); say which one it is with --mapping FILE, a JSON object such as "
        + "{\"\(column.rawValue)\": \"YourHeader\"}\(Self.alternative(to: column)); \(Self.suggestion(for: file))."
    case .missingAmount(let file, let headers):
      "\(file) has no amounts among \(excerpt(headers)); map quantity and unit_price, or line_total, or order_total "
        + "with --mapping FILE; \(Self.suggestion(for: file))."
    case .ambiguous(let column, let headers, let file):
      "\(file) has several columns known as \(column.rawValue) (\(excerpt(headers))); say which one it is with "
        + "--set ingest.mapping.\(column.rawValue)=HEADER."
    case .usedTwice(let header, let first, let second):
      "the mapping uses column '\(header)' for both \(first.rawValue) and \(second.rawValue); name a column for each."
    }
  }

  /// What does without the column.
  private static func alternative(to column: CanonicalColumn) -> String {
    switch column {
    case .orderID:
      ", or, if there is none, set ingest.order_is to row (each row is an order) or to customer_day (the lines of a "
        + "customer on a day are one)"
    case .quantity: ", or map the price to line_total if each line is one unit"
    default: ""
    }
  }

  private static func suggestion(for file: String) -> String {
    "'retention-fast inspect \(file) --save-mapping mapping.json' writes what it suggests"
  }
}

extension JoinError: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    switch self {
    case .missingFile(let file, let inputs):
      "ingest.join names \(file), which is none of the inputs (\(excerpt(inputs))); add it with --data."
    case .missingKey(let column, let path, let known, let nearest):
      "\(path) has no column '\(column)', which ingest.join names; it has \(excerpt(known)); "
        + (nearest.map { "did you mean '\($0)'?" } ?? "name one of these.")
    case .repeatedKey(let column, let value, let path, let line):
      "\(path):\(line): '\(excerpt(value))' stands in column '\(column)' a second time, and a joined file needs one row for "
        + "each; join the file that has several rows as the lines, or by another column."
    case .noLines:
      "ingest.join joins all inputs, so none of them holds the lines; leave the file of the lines out of it."
    case .appended:
      "lines cannot be added to a run that joins files; run train on all files instead."
    }
  }
}

extension IngestError: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    switch self {
    case .noRows(let files):
      "\(files.joined(separator: ", ")) \(files.count == 1 ? "holds" : "hold") a header and no rows; "
        + "export the order lines again."
    case .ambiguousDates(let example, let file):
      "\(file): dates such as '\(example)' can be read day-first or month-first; "
        + "set ingest.date_order to day_first or month_first (--set ingest.date_order=day_first)."
    case .noReadableDate(let example, let header, let file):
      "\(file): no value of column '\(header)' is a date that can be read (the first is '\(example)'); "
        + "map order_datetime to another column, or export the dates as 2011-12-09 08:26:00"
        + (Self.isNumber(example) ? ", or say how these numbers count with ingest.date_format." : ".")
    case .ambiguousNumbers(let example, let file):
      "\(file): numbers such as '\(example)' can be read with a decimal point or a decimal comma; "
        + "set ingest.decimal to point or comma (--set ingest.decimal=point)."
    case .percentages(let example, let column, let header, let file):
      "\(file): column '\(excerpt(header))' holds percentages such as '\(example)', which are no "
        + "\(column == .quantity ? "quantities" : "amounts"); map another column to \(column.rawValue) "
        + "(--set ingest.mapping.\(column.rawValue)=HEADER)."
    case .mixedCurrencies(let first, let firstFile, let second, let file):
      "\(file) holds amounts in '\(second)', and \(firstFile == file ? "also" : firstFile) in '\(first)', "
        + "which cannot be added up; convert them to one currency, or run once for each."
    case .severalCurrencies(let currencies, let column, let file):
      "\(file) holds amounts in \(listed(currencies)) (column '\(excerpt(column))'), which cannot be added up; keep one "
        + "with ingest.currency (--set ingest.currency=\(currencies[0])), convert them with ingest.exchange_rates (--set "
        + "'ingest.exchange_rates=[\(currencies.map { "\"\($0) = 1\"" }.joined(separator: ", "))]' with your rates), or set "
        + "ingest.currency_column to none if the amounts are in one currency all the same."
    case .unknownCurrency(let currency, let column, let known):
      "no line is in '\(currency)', which ingest.currency names; column '\(excerpt(column))' states \(excerpt(known))."
    case .noExchangeRate(let currency, let column):
      "lines are in '\(excerpt(currency))' (column '\(excerpt(column))'), for which ingest.exchange_rates has no rate; add "
        + "it, or leave these lines out with ingest.drop."
    case .refundsAppended:
      "lines cannot be added to a run where ingest.refund_column makes returns of a column, nor with it; run train on all "
        + "files instead."
    case .noCurrencyColumn:
      "no column states currencies, which ingest.currency and ingest.exchange_rates need; name it with "
        + "ingest.currency_column, or remove these settings."
    case .unknownColumn(let column, let setting, let file, let headers, let mapped, let nearest):
      if let mapped {
        mapped.isEmpty
          ? "column '\(column)' is mapped, so \(setting) cannot look at it; name another column."
          : "column '\(column)' is mapped; name it \(mapped) in \(setting)."
      } else {
        "\(file) has no column '\(column)', which \(setting) names; it has \(excerpt(headers)); "
          + (nearest.map { "did you mean '\($0)'?" } ?? "name one of these.")
      }
    case .mixedAmounts(let file):
      "\(file) gives amounts in other columns than what was read before it; use one mapping that fits all files."
    case .otherDateOrder(let example, let file, let earlier):
      "\(file): dates such as '\(example)' are not \(earlier == .dayFirst ? "day" : "month")-first as those of the run "
        + "that it is added to; set ingest.date_order for this file (--set ingest.date_order="
        + "\(earlier == .dayFirst ? "month_first" : "day_first"))."
    case .otherTimezone(let zone, let earlier):
      "ingest.timezone is \(zone ?? "not set"), and was \(earlier ?? "not set") for the lines that these are added to; "
        + "leave it as it was, or run train on all files."
    case .otherOrders(let orders, let earlier):
      "ingest.order_is is \(orders.rawValue), and was \(earlier.rawValue) for the lines that these are added to; leave "
        + "it as it was (--set ingest.order_is=\(earlier.rawValue)), or run train on all files."
    case .tooManyRows(let limit):
      "the input has more than \(limit) rows, more than one run can hold; split it by year."
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { parseTimeNumber($0) } != nil
  }
}
