import Numerics

/// All documents of one customer, in time order. Reused from customer to customer to save allocations.
struct CustomerHistory {
  /// An invoice or a credit note: a time and a range of `items`.
  struct Document {
    var day: Int
    var minute: Int
    var type: DocumentType
    var items: Range<Int>
  }

  enum DocumentType {
    case order
    /// A return under an order id that begins with C.
    case cancellation
    /// A return under an ordinary order id.
    case plainReturn
  }

  struct Item {
    var product: Int32
    /// Negative in returns.
    var quantity: Int32
    /// Pence per piece.
    var price: Int64
  }

  private(set) var documents: [Document] = []
  private(set) var items: [Item] = []
}

extension CustomerHistory {
  /// Replaces the history with that of another customer.
  mutating func draw(_ traits: CustomerTraits, in shop: ShopGenerator, _ random: inout PhiloxGenerator) {
    documents.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    let habit = traits.habit
    let end = shop.calendar.end(of: habit.pattern)
    let isEstablished = random.bernoulli(habit.established)
    // An established customer starts somewhere between two orders; a new one arrives at any time.
    var clock = random.uniform() * (isEstablished ? min(traits.gap, end) : end)
    var gap = traits.gap
    var orders = 0
    while let day = shop.calendar.day(at: clock, of: habit.pattern) {
      placeOrder(on: day, traits, in: shop, &random)
      orders += 1
      if orders == habit.maximumOrders || random.bernoulli(traits.dropout) { break }
      clock += random.gamma(shape: habit.rhythm, scale: gap / habit.rhythm)
      gap *= habit.gapGrowth
    }
    sortByTime()
  }

  private mutating func placeOrder(
    on day: Int, _ traits: CustomerTraits, in shop: ShopGenerator, _ random: inout PhiloxGenerator
  ) {
    let start = items.count
    // A gamma mixture of Poisson counts: most baskets are small, some are very long.
    let extra = random.poisson(mean: (traits.lines - 1) * random.gamma(shape: 1.5, scale: 1 / 1.5))
    for _ in 0..<min(1 + extra, shop.catalogue.count / 2) {
      items.append(drawItem(traits, in: shop, orderStart: start, &random))
    }
    let ordered = start..<items.count
    documents.append(Document(day: day, minute: shop.calendar.minute(&random), type: .order, items: ordered))
    returnItems(ordered, boughtOn: day, traits, in: shop, &random)
  }

  /// Draws a product that is not yet in the order, so that lines are equal only where duplicates are injected.
  private func drawItem(
    _ traits: CustomerTraits, in shop: ShopGenerator, orderStart start: Int, _ random: inout PhiloxGenerator
  ) -> Item {
    let isFavourite = random.bernoulli(0.35)
    var product =
      isFavourite
      ? traits.favourites[random.index(below: 8)] : Int32(shop.catalogue.popularity.draw(&random))
    while items[start...].contains(where: { $0.product == product }) {
      product = (product + 1) % Int32(shop.catalogue.count)
    }
    let list = shop.catalogue.listPrices[Int(product)]
    let pieces = pieces(atListPrice: list, in: shop, &random) * traits.quantity
    return Item(
      product: product, quantity: Int32(min(max(pieces.rounded(), 1), 50_000)),
      price: max(1, Int64((Double(list) * traits.habit.price).rounded())))
  }

  /// Draws the pieces for a quantity factor of 1: packs of cheap products, a few of expensive ones.
  private func pieces(atListPrice price: Int64, in shop: ShopGenerator, _ random: inout PhiloxGenerator) -> Double {
    if price > 600 { return Double(1 + random.geometric(successProbability: 0.6)) }
    return Double(ShopGenerator.packs[shop.packs.draw(&random)])
  }

  /// Returns some of an order's lines on one credit note, days later.
  private mutating func returnItems(
    _ ordered: Range<Int>, boughtOn day: Int, _ traits: CustomerTraits, in shop: ShopGenerator,
    _ random: inout PhiloxGenerator
  ) {
    let start = items.count
    for index in ordered where random.bernoulli(traits.returns) {
      var item = items[index]
      let isPart = random.bernoulli(0.4)
      item.quantity = -(isPart ? Int32(1 + random.index(below: Int(item.quantity))) : item.quantity)
      items.append(item)
    }
    guard items.count > start else { return }
    let later = day + 1 + Int(random.exponential(rate: 1.0 / 12))
    let type: DocumentType = random.bernoulli(0.12) ? .plainReturn : .cancellation
    let minute = shop.calendar.minute(&random)
    // Returns after the last day are not in the export.
    guard later < shop.calendar.days else { return items.removeSubrange(start...) }
    documents.append(Document(day: later, minute: minute, type: type, items: start..<items.count))
  }

  private mutating func sortByTime() {
    documents.sort { ($0.day, $0.minute, $0.items.lowerBound) < ($1.day, $1.minute, $1.items.lowerBound) }
  }
}
