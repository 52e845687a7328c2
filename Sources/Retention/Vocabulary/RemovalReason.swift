/// Why a line was removed.
package enum RemovalReason: UInt8, CaseIterable, Sendable {
  case afterAsOf = 1
  case blankCustomer, blankOrder
  case blankTime, unreadableTime, implausibleTime
  case blankQuantity, unreadableQuantity
  case blankPrice, unreadablePrice
  case duplicate
  case priceNotPositive, zeroQuantity
  case outlierPrice, outlierQuantity
  case exportedBefore
  case excluded, otherCurrency
  case unmatched

  /// Its name in files and reports.
  package var name: String {
    switch self {
    case .afterAsOf: "after_as_of"
    case .blankCustomer: "blank_customer_id"
    case .blankOrder: "blank_order_id"
    case .blankTime: "blank_order_datetime"
    case .unreadableTime: "unparsable_order_datetime"
    case .implausibleTime: "implausible_order_datetime"
    case .blankQuantity: "blank_quantity"
    case .unreadableQuantity: "unparsable_quantity"
    case .blankPrice: "blank_unit_price"
    case .unreadablePrice: "unparsable_unit_price"
    case .duplicate: "exact_duplicate"
    case .priceNotPositive: "unit_price_not_positive"
    case .zeroQuantity: "zero_quantity"
    case .outlierPrice: "outlier_price"
    case .outlierQuantity: "outlier_quantity"
    case .exportedBefore: "line_of_earlier_file"
    case .excluded: "excluded_by_condition"
    case .otherCurrency: "other_currency"
    case .unmatched: "no_row_in_joined_file"
    }
  }

  /// The stage of cleaning that removes such lines.
  package var stage: CleaningStage {
    switch self {
    case .priceNotPositive, .zeroQuantity: .businessLogic
    case .outlierPrice, .outlierQuantity: .outliers
    default: .structural
    }
  }
}
