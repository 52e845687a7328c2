package import Settings

/// A check of the validation stage; the raw value is its name in the report and the configuration.
package enum ValidationCheck: String, Sendable, Hashable, CaseIterable {
  case missingColumns = "missing_columns"
  case blankCustomerID = "blank_customer_id"
  case blankOrderID = "blank_order_id"
  case blankProductID = "blank_product_id"
  case blankDatetime = "blank_datetime"
  case blankQuantity = "blank_quantity"
  case blankPrice = "blank_price"
  case unparsableDatetime = "unparsable_datetime"
  case unparsableQuantity = "unparsable_quantity"
  case unparsablePrice = "unparsable_price"
  case nonPositivePrice = "non_positive_price"
  case zeroQuantity = "zero_quantity"
  case returnLines = "return_lines"
  case positiveCancellation = "positive_cancellation"
  case ignoredStatus = "ignored_status"
  case orderOfSeveralCustomers = "order_of_several_customers"
  case conflictingOrderTotals = "conflicting_order_totals"
  case exactDuplicates = "exact_duplicates"
  case datesOutOfRange = "dates_out_of_range"
  case daysWithoutLines = "days_without_lines"
  case strayLines = "stray_lines"
  case singleOrderCustomers = "single_order_customers"
  case dominantCustomer = "dominant_customer"
  case placeholderCustomer = "placeholder_customer"
  case similarCustomerIDs = "similar_customer_ids"
}

/// The eight groups of checks; the raw value is the name in the report and the configuration.
package enum ValidationCategory: String, Sendable, Hashable, CaseIterable {
  case schema, completeness, types, ranges
  case businessRules = "business_rules"
  case duplicates, dates, customers
}

/// What a check that fails means.
package enum ValidationSeverity: String, SettingChoice {
  /// Stops the run once the report is written.
  case error
  case warning, info
}

extension ValidationCheck {
  /// The group that the report puts it in.
  package var category: ValidationCategory {
    switch self {
    case .missingColumns: .schema
    case .blankCustomerID, .blankOrderID, .blankProductID, .blankDatetime, .blankQuantity, .blankPrice: .completeness
    case .unparsableDatetime, .unparsableQuantity, .unparsablePrice: .types
    case .nonPositivePrice, .zeroQuantity: .ranges
    case .returnLines, .positiveCancellation, .ignoredStatus, .orderOfSeveralCustomers, .conflictingOrderTotals:
      .businessRules
    case .exactDuplicates: .duplicates
    case .datesOutOfRange, .daysWithoutLines, .strayLines: .dates
    case .singleOrderCustomers, .dominantCustomer, .placeholderCustomer, .similarCustomerIDs: .customers
    }
  }
}
