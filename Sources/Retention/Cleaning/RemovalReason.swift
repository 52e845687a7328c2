/// The five stages of cleaning.
public enum CleaningStage: String, CaseIterable, Sendable, Codable {
  case structural
  case businessLogic = "business_logic"
  case outliers
  case customers
  case derivedColumns = "derived_columns"
}

/// Why a line was removed.
public enum RemovalReason: UInt8, CaseIterable, Sendable {
  case afterAsOf = 1
  case blankCustomer, blankOrder
  case blankTime, unreadableTime, implausibleTime
  case blankQuantity, unreadableQuantity
  case blankPrice, unreadablePrice
  case duplicate
  case priceNotPositive, zeroQuantity
  case outlierPrice, outlierQuantity
  case exportedBefore

  public var name: String {
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
    }
  }

  public var stage: CleaningStage {
    switch self {
    case .priceNotPositive, .zeroQuantity: .businessLogic
    case .outlierPrice, .outlierQuantity: .outliers
    default: .structural
    }
  }
}

/// What is known of a line that stays.
public struct LineFlags: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// All source columns equal those of an earlier line.
  public static let duplicate = LineFlags(rawValue: 1)
  /// The order id begins with a cancellation prefix.
  public static let cancellation = LineFlags(rawValue: 2)
  /// A cancellation, or a negative quantity.
  public static let isReturn = LineFlags(rawValue: 4)
  /// Price or quantity beyond the learned bounds.
  public static let outlier = LineFlags(rawValue: 8)
}
