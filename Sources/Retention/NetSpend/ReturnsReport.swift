/// What the returns came off: `returns` of `metrics.json`. Amounts are in units of the currency, rounded to hundredths.
package struct ReturnsReport: StageReport, Hashable {
  package static let key = "returns"

  /// Return lines that are used.
  package let lines: Int
  /// Their value.
  package let value: Double
  /// Value that came off purchases of the same product at the same unit price.
  package let samePrice: Double
  /// Value that came off purchases of the same product at another unit price.
  package let otherPrice: Double
  /// Value of refunds without a product that came off the order they name.
  package let ownOrder: Double
  /// Value that came off an order of exactly that value.
  package let orderOfThatValue: Double
  /// Value that came off the latest orders.
  package let latestOrders: Double
  /// Return lines of which a part came off nothing: more was returned than was bought before.
  package let unmatchedLines: Int
  /// Value of these parts.
  package let unmatched: Double

  enum CodingKeys: String, CodingKey {
    case lines, value
    case samePrice = "same_price"
    case otherPrice = "other_price"
    case ownOrder = "own_order"
    case orderOfThatValue = "order_of_that_value"
    case latestOrders = "latest_orders"
    case unmatchedLines = "unmatched_lines"
    case unmatched
  }

  package init(_ summary: ReturnSummary) {
    lines = summary.lines
    value = summary.returned.rounded
    samePrice = summary.taken(.samePrice).rounded
    otherPrice = summary.taken(.otherPrice).rounded
    ownOrder = summary.taken(.ownOrder).rounded
    orderOfThatValue = summary.taken(.orderOfThatValue).rounded
    latestOrders = summary.taken(.latestOrders).rounded
    unmatchedLines = summary.unmatchedLines
    unmatched = summary.unmatched.rounded
  }
}
