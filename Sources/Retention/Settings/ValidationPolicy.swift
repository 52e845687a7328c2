package import Settings

/// The settings of a check.
package struct ValidationPolicy: SettingsGroup {
  let check: ValidationCheck
  @Setting package var severity: ValidationSeverity
  /// The largest share that passes, 0 to 1.
  @Setting package var threshold: Double

  init(_ check: ValidationCheck) {
    self.check = check
    let policy = check.policy
    let key = "validation.\(check.category.rawValue).\(check.rawValue)"
    _severity = Setting(
      key + ".severity", default: policy.severity,
      "What it means when more \(policy.population) \(policy.fault): an error stops the run once the report is written."
    )
    _threshold = Setting(
      key + ".threshold", default: policy.threshold, unit: "share of \(policy.population)", in: .share,
      "Up to this share of \(policy.population) may \(policy.fault).")
  }
}

extension ValidationCheck {
  /// - population: what is counted, in the plural.
  /// - fault: what is wrong with some of it, so that it reads after "they" and after "they may".
  fileprivate typealias Policy = (
    severity: ValidationSeverity, threshold: Double, population: String, fault: String
  )

  fileprivate var policy: Policy {
    switch self {
    case .missingColumns: (.error, 0, "required columns", "have no source")
    case .blankCustomerID: (.warning, 0.3, "lines", "have no customer id")
    case .blankOrderID: (.error, 0.05, "lines", "have no order id")
    case .blankProductID: (.warning, 0.05, "lines", "have no product id")
    case .blankDatetime: (.error, 0.05, "lines", "have no date")
    case .blankQuantity: (.error, 0.05, "lines", "have no quantity")
    case .blankPrice: (.error, 0.05, "lines", "have no price")
    case .unparsableDatetime: (.error, 0.05, "lines", "have a date that cannot be read")
    case .unparsableQuantity: (.error, 0.05, "lines", "have a quantity that is no number")
    case .unparsablePrice: (.error, 0.05, "lines", "have a price that is no number")
    case .nonPositivePrice: (.warning, 0.02, "lines", "have a price of zero or less")
    case .zeroQuantity: (.warning, 0.01, "lines", "have a quantity of zero")
    case .returnLines: (.warning, 0.2, "lines", "belong to a return or a cancellation")
    case .positiveCancellation: (.warning, 0.001, "lines", "have a cancelled order but a positive quantity")
    case .ignoredStatus:
      (.warning, 0, "lines", "have a status that says that the order did not go through, and count as purchases")
    case .orderOfSeveralCustomers: (.warning, 0.001, "lines", "belong to an order of more than one customer")
    case .conflictingOrderTotals: (.error, 0.01, "lines", "belong to an order whose lines state different totals")
    case .exactDuplicates: (.warning, 0.05, "lines", "repeat an earlier line in every column")
    case .datesOutOfRange: (.error, 0.01, "lines", "have a date before the earliest or after the latest")
    case .daysWithoutLines: (.info, 0.5, "days from first to last line", "have no line")
    case .strayLines:
      (
        .warning, 0, "lines",
        "are few (a thousandth) and lie two weeks or more after all others, or a quarter before them"
      )
    case .singleOrderCustomers: (.info, 0.8, "customers", "have one order only")
    case .placeholderCustomer:
      (.error, 0.01, "purchase lines with a customer", "belong to a customer id that looks like no customer's")
    case .similarCustomerIDs:
      (.warning, 0.001, "customers", "have an id that differs from another's in case, blanks or width alone")
    case .dominantCustomer: (.warning, 0.2, "units of revenue", "come from the largest customer")
    }
  }
}
