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
      "\(file) has no column that is known as \(column.rawValue)\(column == .unitPrice ? " or line_total" : "") among \(excerpt(headers)); say which one it is with "
        + "--mapping FILE, a JSON object such as {\"\(column.rawValue)\": \"YourHeader\"}."
    case .missingAmount(let file, let headers):
      "\(file) has no amounts among \(excerpt(headers)); map quantity and unit_price, or line_total, or order_total "
        + "with --mapping FILE."
    case .ambiguous(let column, let headers, let file):
      "\(file) has several columns known as \(column.rawValue) (\(excerpt(headers))); say which one it is with "
        + "--set ingest.mapping.\(column.rawValue)=HEADER."
    case .usedTwice(let header, let first, let second):
      "the mapping uses column '\(header)' for both \(first.rawValue) and \(second.rawValue); name a column for each."
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
    case .mixedAmounts(let file):
      "\(file) gives amounts in other columns than what was read before it; use one mapping that fits all files."
    case .otherDateOrder(let example, let file, let earlier):
      "\(file): dates such as '\(example)' are not \(earlier == .dayFirst ? "day" : "month")-first as those of the run "
        + "that it is added to; set ingest.date_order for this file (--set ingest.date_order="
        + "\(earlier == .dayFirst ? "month_first" : "day_first"))."
    case .otherTimezone(let zone, let earlier):
      "ingest.timezone is \(zone ?? "not set"), and was \(earlier ?? "not set") for the lines that these are added to; "
        + "leave it as it was, or run train on all files."
    case .tooManyRows(let limit):
      "the input has more than \(limit) rows, more than one run can hold; split it by year."
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { parseTimeNumber($0) } != nil
  }
}
