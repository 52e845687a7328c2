import Tables

/// What each customer was invoiced: every purchase line counts, outliers and duplicates too, whatever cleaning does with
/// them. The leak and margin reports restate it.
public struct InvoicedSpend: Sendable {
  /// Ids of the customers with a purchase line, ascending.
  public let ids: [String]
  /// Time of the last purchase line in microseconds.
  public let lastPurchase: [Int64]
  /// Distinct order ids of purchase lines.
  public let orders: [Int]
  public let spend: [Money]
  /// Time of the last purchase line of all.
  public let lastLine: Int64

  /// Purchase lines, gathered.
  public struct Lines: Sendable {
    var customer: [Int32] = []
    var order: [Int32] = []
    var time: [Int64] = []
    var amount: [Double] = []
    var customers = StringDictionary()
    var orders = StringDictionary()

    public init() {}

    public mutating func append(customer id: String, order orderID: String, time: Int64, amount: Double) {
      customer.append(customers.code(for: id))
      order.append(orders.code(for: orderID))
      self.time.append(time)
      self.amount.append(amount)
    }
  }

  public init(_ lines: Lines) {
    let count = lines.customers.count
    var last = [Int64](repeating: .min, count: count)
    var spend = [Money](repeating: .zero, count: count)
    var orders = [Int](repeating: 0, count: count)
    var pairs: Set<UInt64> = []
    for row in lines.time.indices {
      let customer = Int(lines.customer[row])
      last[customer] = max(last[customer], lines.time[row])
      spend[customer] += Money(lines.amount[row])
      let pair = UInt64(UInt32(bitPattern: lines.customer[row])) << 32 | UInt64(UInt32(bitPattern: lines.order[row]))
      if pairs.insert(pair).inserted { orders[customer] += 1 }
    }
    let present = lines.customers.sortedCodes().filter { last[Int($0)] > .min }
    ids = present.map { lines.customers[$0] }
    lastPurchase = present.map { last[Int($0)] }
    self.orders = present.map { orders[Int($0)] }
    self.spend = present.map { spend[Int($0)] }
    lastLine = lines.time.max() ?? .min
  }

  /// - Parameter isPurchase: by row: a line of a known customer that is no return, before outliers and duplicates are
  ///   judged.
  init(_ source: SourceLines, isPurchase: (Int) -> Bool) {
    var lines = Lines()
    (lines.customers, lines.orders) = (source.customers, source.orders)
    for row in 0..<source.count where isPurchase(row) {
      lines.customer.append(source.customer[row])
      lines.order.append(source.order[row])
      lines.time.append(source.time[row])
      lines.amount.append(source.amount(ofRow: row))
    }
    self.init(lines)
  }
}
