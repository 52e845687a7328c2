/// One customer's purchase lines, latest first, by product, and by product and unit price.
///
/// A line leaves a chain when it comes to the front with nothing left: it never has anything left again.
struct PurchaseChains {
  /// Which lines a chain holds.
  enum Kind { case samePrice, anyPrice }

  private struct Links {
    var ofPair: Int32 = -1
    var ofProduct: Int32 = -1
  }

  private let columns: WindowLines
  private var start = 0
  /// The line before each line in its chains.
  private var links: [Links] = []
  /// Front line by product; −1 for none.
  private var ofProduct: [Int32] = []
  /// Front line by pair of product and price.
  private var ofPair: [Int32] = []
  private var prices = KeyNumbers()
  private var pairs = KeyNumbers()

  init(_ columns: WindowLines) { self.columns = columns }

  /// Starts anew with another customer.
  mutating func begin(_ range: Range<Int>) {
    start = range.lowerBound
    prices.removeAll()
    pairs.removeAll()
    ofPair.removeAll(keepingCapacity: true)
    if links.count < range.count {
      links = [Links](repeating: Links(), count: range.count * 3 / 2)
      ofProduct = [Int32](repeating: -1, count: links.count)
    }
    for product in 0..<range.count { ofProduct[product] = -1 }
  }

  /// Puts a purchase line at the front.
  mutating func add(_ line: Int) {
    let own = Int32(truncatingIfNeeded: line - start)
    let product = Int(columns.localProduct[line])
    let price = prices.number(of: columns.unitPrice[line].bitPattern)
    let pair = Int(pairs.number(of: key(product, price)))
    if pair == ofPair.count { ofPair.append(-1) }
    links[Int(own)] = Links(ofPair: ofPair[pair], ofProduct: ofProduct[product])
    ofPair[pair] = own
    ofProduct[product] = own
  }

  /// The chain that a return line is matched to; nil for none.
  func chain(_ kind: Kind, for line: Int) -> Int? {
    let product = Int(columns.localProduct[line])
    guard kind == .samePrice else { return product }
    let price = prices.find(columns.unitPrice[line].bitPattern)
    let pair = price < 0 ? -1 : pairs.find(key(product, price))
    return pair < 0 ? nil : Int(pair)
  }

  /// The latest line of a chain of which anything is left, counted from the customer's first line; nil for none.
  mutating func latest(_ kind: Kind, _ chain: Int, _ ledger: borrowing PurchaseLedger) -> Int32? {
    var line = kind == .samePrice ? ofPair[chain] : ofProduct[chain]
    while line >= 0, !ledger.lines[Int(line)].isLeft {
      line = kind == .samePrice ? links[Int(line)].ofPair : links[Int(line)].ofProduct
    }
    if kind == .samePrice { ofPair[chain] = line } else { ofProduct[chain] = line }
    return line < 0 ? nil : line
  }

  private func key(_ product: Int, _ price: Int32) -> UInt64 {
    UInt64(truncatingIfNeeded: product) << 32 | UInt64(UInt32(bitPattern: price))
  }
}
