/// What the customers of one kind have in common. Each customer's own values are drawn around it.
struct PurchaseHabit: Sendable {
  var pattern = TradingCalendar.Pattern.retail
  /// Days of ordinary activity between two orders. A customer's own mean gap is this divided by a gamma variate of
  /// shape `rateShape` and mean 1.
  var gap = 55.0
  /// Small values make customers of one kind very different from each other.
  var rateShape = 1.7
  /// Shape of the gamma distribution of one customer's gaps: 1 gives no rhythm (Poisson), large values a regular one.
  var rhythm = 2.0
  /// Factor on the mean gap after every order.
  var gapGrowth = 1.0
  /// Beta distribution of a customer's probability that an order is the last.
  var dropout = (a: 1.0, b: 14.0)
  var maximumOrders = Int.max
  /// Share of customers who already bought before the first day.
  var established = 0.45
  /// Factor on the number of lines per order.
  var basket = 1.0
  /// Median of a customer's factor on quantities, and the standard deviation of its logarithm.
  var quantity = (median: 1.0, spread: 0.6)
  /// Factor on list prices.
  var price = 1.0
  /// Beta distribution of a customer's probability of returning a line.
  var returns = (a: 0.5, b: 30.0)
}

extension PurchaseHabit {
  init(of kind: CustomerKind) {
    self.init()
    switch kind {
    case .regular:
      break
    case .lapsing:
      gap = 32
      gapGrowth = 1.3
      dropout = (1.6, 5.4)
    case .seasonal:
      pattern = .holiday
      gap = 95
      rateShape = 4
      established = 0.15
      dropout = (1, 20)
    case .oneTime:
      maximumOrders = 1
      established = 0.05
    case .wholesale:
      pattern = .trade
      gap = 28
      dropout = (1, 40)
      established = 0.7
      basket = 1.6
      quantity = (8, 0.7)
      price = 0.85
    case .returner:
      gap = 45
      returns = (6, 14)
    }
  }
}
