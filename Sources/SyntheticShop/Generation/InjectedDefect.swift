/// What is wrong with a generated line. A line has at most one defect, so that counts of defects add up.
package enum InjectedDefect: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
  case none
  /// The customer id is missing.
  case blankCustomer
  /// The line is an exact copy of the one before it.
  case duplicateLine
  case zeroPrice
  case negativePrice
  case zeroQuantity
  /// The cell for the time holds words.
  case unparsableDate
  /// The cell for the quantity holds words.
  case unparsableQuantity
  /// The cell for the unit price holds words.
  case unparsablePrice
  /// A single piece at 100 to 400 times its price.
  case outlierPrice
  /// Blanks around the customer id.
  case paddedCustomer
  /// Blanks around the order id.
  case paddedOrder
  /// Blanks around the product id.
  case paddedProduct
}

extension InjectedDefect {
  /// Whether cleaning with default settings removes the line.
  package var isRemovedByCleaning: Bool {
    switch self {
    case .none, .duplicateLine, .outlierPrice, .paddedCustomer, .paddedOrder, .paddedProduct: false
    case .blankCustomer, .zeroPrice, .negativePrice, .zeroQuantity, .unparsableDate, .unparsableQuantity,
      .unparsablePrice:
      true
    }
  }
}

/// The share of lines with each defect, 0...1; at most 0.9 in total.
package struct DefectRates: Sendable, Hashable {
  /// Lines without a customer id.
  package var blankCustomer = 0.02
  /// Lines that are followed by an exact copy of themselves.
  package var duplicateLine = 0.005
  package var zeroPrice = 0.0015
  package var negativePrice = 0.0005
  package var zeroQuantity = 0.001
  package var unparsableDate = 0.001
  package var unparsableQuantity = 0.001
  package var unparsablePrice = 0.001
  /// Lines with a single piece at 100 to 400 times its price.
  package var outlierPrice = 0.0005
  /// Lines with blanks around one id: customer, order or product, equally often.
  package var paddedID = 0.003

  package init() {}

  /// No defects.
  package static let none: DefectRates = {
    var rates = DefectRates()
    for field in fields { rates[keyPath: field.path] = 0 }
    return rates
  }()
}

extension DefectRates {
  /// Every rate with its name, in the order of the declaration.
  static var fields: [(name: String, path: WritableKeyPath<DefectRates, Double>)] {
    [
      ("dirt.blankCustomer", \.blankCustomer), ("dirt.duplicateLine", \.duplicateLine),
      ("dirt.zeroPrice", \.zeroPrice), ("dirt.negativePrice", \.negativePrice), ("dirt.zeroQuantity", \.zeroQuantity),
      ("dirt.unparsableDate", \.unparsableDate), ("dirt.unparsableQuantity", \.unparsableQuantity),
      ("dirt.unparsablePrice", \.unparsablePrice), ("dirt.outlierPrice", \.outlierPrice), ("dirt.paddedID", \.paddedID),
    ]
  }

  var total: Double {
    Self.fields.reduce(0) { $0 + self[keyPath: $1.path] }
  }

  /// The share of lines that get a defect; for `none`, the remaining share.
  package func rate(of dirt: InjectedDefect) -> Double {
    switch dirt {
    case .none: 1 - total
    case .blankCustomer: blankCustomer
    case .duplicateLine: duplicateLine
    case .zeroPrice: zeroPrice
    case .negativePrice: negativePrice
    case .zeroQuantity: zeroQuantity
    case .unparsableDate: unparsableDate
    case .unparsableQuantity: unparsableQuantity
    case .unparsablePrice: unparsablePrice
    case .outlierPrice: outlierPrice
    case .paddedCustomer, .paddedOrder, .paddedProduct: paddedID / 3
    }
  }
}
