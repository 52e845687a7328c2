public import CivilTime
public import Settings

public enum ValidationParameters {
  public static let exampleRows = Parameter(
    "validation.example_rows", default: 5, unit: "rows", in: .between(0, 100),
    "Most offending rows that the report shows for each check.")
  public static let earliestDate = Parameter(
    "validation.earliest_date", default: CivilDate(year: 1990, month: 1, day: 1)!,
    "First day that an order can plausibly have.")
  public static let latestDate = Parameter<CivilDate?>(
    "validation.latest_date", default: nil,
    "Last day that an order can plausibly have; null takes the day on which the run starts.")

  /// Every check, in the order of the report.
  public static let checks: [ValidationCheckParameters] = [
    .init(.missingColumns, .error, upTo: 0, of: "required columns", "have no source"),
    .init(.blankCustomerID, .warning, upTo: 0.3, of: "lines", "have no customer id"),
    .init(.blankOrderID, .error, upTo: 0.05, of: "lines", "have no order id"),
    .init(.blankProductID, .warning, upTo: 0.05, of: "lines", "have no product id"),
    .init(.blankDatetime, .error, upTo: 0.05, of: "lines", "have no date"),
    .init(.blankQuantity, .error, upTo: 0.05, of: "lines", "have no quantity"),
    .init(.blankPrice, .error, upTo: 0.05, of: "lines", "have no price"),
    .init(.unparsableDatetime, .error, upTo: 0.05, of: "lines", "have a date that cannot be read"),
    .init(.unparsableQuantity, .error, upTo: 0.05, of: "lines", "have a quantity that is no number"),
    .init(.unparsablePrice, .error, upTo: 0.05, of: "lines", "have a price that is no number"),
    .init(.nonPositivePrice, .warning, upTo: 0.02, of: "lines", "have a price of zero or less"),
    .init(.zeroQuantity, .warning, upTo: 0.01, of: "lines", "have a quantity of zero"),
    .init(.returnLines, .warning, upTo: 0.2, of: "lines", "belong to a return or a cancellation"),
    .init(.positiveCancellation, .warning, upTo: 0.001, of: "lines", "have a cancelled order but a positive quantity"),
    .init(.orderOfSeveralCustomers, .warning, upTo: 0.001, of: "lines", "belong to an order of more than one customer"),
    .init(
      .conflictingOrderTotals, .error, upTo: 0.01, of: "lines", "belong to an order whose lines state different totals"),
    .init(.exactDuplicates, .warning, upTo: 0.05, of: "lines", "repeat an earlier line in every column"),
    .init(.datesOutOfRange, .error, upTo: 0.01, of: "lines", "have a date before the earliest or after the latest"),
    .init(.daysWithoutLines, .info, upTo: 0.5, of: "days from first to last line", "have no line"),
    .init(
      .strayLines, .warning, upTo: 0, of: "lines",
      "are few (a thousandth) and lie two weeks or more after all others, or a quarter before them"),
    .init(.singleOrderCustomers, .info, upTo: 0.8, of: "customers", "have one order only"),
    .init(.dominantCustomer, .warning, upTo: 0.2, of: "units of revenue", "come from the largest customer"),
  ]

  public static let section = ParameterSection(
    "validation", "Checks of the input before anything is computed; a check fails above its threshold.",
    [exampleRows, earliestDate, latestDate] + checks.flatMap(\.parameters))
}

/// The two parameters of a check.
public struct ValidationCheckParameters: Sendable {
  public let check: ValidationCheck
  public let severity: Parameter<ValidationSeverity>
  public let threshold: Parameter<Double>

  /// - Parameters:
  ///   - population: what is counted, in the plural.
  ///   - fault: what is wrong with some of it, so that it reads after "they" and after "they may".
  fileprivate init(
    _ check: ValidationCheck, _ severity: ValidationSeverity, upTo threshold: Double, of population: String,
    _ fault: String
  ) {
    let key = "validation.\(check.category.rawValue).\(check.rawValue)"
    self.check = check
    self.severity = Parameter(
      key + ".severity", default: severity,
      "What it means when more \(population) \(fault): an error stops the run once the report is written.")
    self.threshold = Parameter(
      key + ".threshold", default: threshold, unit: "share of \(population)", in: .share,
      "Up to this share of \(population) may \(fault).")
  }

  fileprivate var parameters: [any ParameterDeclaration] { [severity, threshold] }
}
