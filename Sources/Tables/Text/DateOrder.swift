/// Which part of a date such as `03/04/2011` comes first; the raw values are those of settings and of run manifests.
public enum DateOrder: String, Sendable, Hashable, CaseIterable, Codable {
  case yearFirst = "year_first"
  case dayFirst = "day_first"
  case monthFirst = "month_first"
}

/// What a column's dates say about their order.
public enum DateOrderDetection: Sendable, Hashable {
  /// All dates that can be read agree with this order, and no other one reads them all alike.
  case certain(DateOrder)
  /// Day-first and month-first read every date as the same day, as 5/5/2011: nothing shows which it is.
  case open
  /// Day-first and month-first read this example, and the rest of the column, equally well (or equally badly).
  case ambiguous(example: String)
  /// No value is a date in any order; this is the first of them.
  case unparsable(example: String)
}
