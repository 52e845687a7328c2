import Numerics

/// The values of one customer, drawn around the habit of their kind.
struct CustomerTraits {
  let kind: CustomerKind
  let country: UInt8
  let habit: PurchaseHabit
  /// Mean gap between orders, in days of ordinary activity.
  let gap: Double
  /// Probability that an order is the last.
  let dropout: Double
  /// Mean lines per order.
  let lines: Double
  /// Factor on quantities.
  let quantity: Double
  /// Probability that a line is returned.
  let returns: Double
  /// Products bought again and again.
  let favourites: SIMD8<Int32>
}

extension CustomerTraits {
  /// Draws the kind first, so that `ShopGenerator.kind(ofCustomer:)` need not draw the rest.
  init(of shop: ShopGenerator, _ random: inout PhiloxGenerator) {
    kind = CustomerKind.allCases[shop.kinds.draw(&random)]
    country = UInt8(shop.countries.draw(&random))
    habit = shop.habits[kind.position]
    let shape = habit.rateShape
    gap = habit.gap / max(random.gamma(shape: shape, scale: 1 / shape), 0.02)
    dropout = random.beta(habit.dropout.a, habit.dropout.b)
    lines = max(1, shop.settings.linesPerOrder * habit.basket * random.gamma(shape: 3, scale: 1 / 3))
    quantity = habit.quantity.median * random.lognormal(logMean: 0, logStandardDeviation: habit.quantity.spread)
    returns = random.beta(habit.returns.a, habit.returns.b)
    var products = SIMD8<Int32>()
    for index in products.indices { products[index] = Int32(shop.catalogue.popularity.draw(&random)) }
    favourites = products
  }
}

extension CustomerKind {
  /// Index in `allCases`.
  var position: Int {
    switch self {
    case .regular: 0
    case .lapsing: 1
    case .seasonal: 2
    case .oneTime: 3
    case .wholesale: 4
    case .returner: 5
    }
  }
}
