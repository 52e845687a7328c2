/// Order lines of a synthetic shop, one array per column, all of the same length.
package struct LineBlock: Sendable {
  /// The products that `products` refers to.
  package let catalogue: Catalogue
  /// Number of the customer in the shop, from 0; the id in files is this + `firstCustomerID`.
  package private(set) var customers: [Int32] = []
  /// Unique to an order or a credit note in the whole shop.
  package private(set) var orderNumbers: [Int64] = []
  /// Whether the order id begins with C.
  package private(set) var isCancellation: [Bool] = []
  /// Index into the catalog.
  package private(set) var products: [Int32] = []
  /// Microseconds since 1970-01-01, store-local.
  package private(set) var times: [Int64] = []
  /// Pieces; negative in returns.
  package private(set) var quantities: [Int32] = []
  /// Pence per piece.
  package private(set) var unitPrices: [Int64] = []
  /// Index into the list of countries.
  private(set) var countries: [UInt8] = []
  /// What is wrong with each line. Defects of values are in the columns already; defects of text appear in the cells
  /// only.
  package private(set) var dirt: [InjectedDefect] = []
  /// Counts of what was generated.
  package internal(set) var summary = GenerationSummary()

  init(catalogue: Catalogue) {
    self.catalogue = catalogue
  }

  /// The id of customer 0.
  package static let firstCustomerID = 12_346
}

extension LineBlock {
  /// One line of the block.
  struct Line {
    var customer: Int32
    var orderNumber: Int64
    var document: CustomerHistory.DocumentType
    var product: Int32
    var time: Int64
    var quantity: Int32
    var unitPrice: Int64
    var country: UInt8
    var dirt: InjectedDefect
  }

  /// Number of lines.
  package var count: Int { customers.count }

  mutating func reserveCapacity(_ lines: Int) {
    customers.reserveCapacity(lines)
    orderNumbers.reserveCapacity(lines)
    isCancellation.reserveCapacity(lines)
    products.reserveCapacity(lines)
    times.reserveCapacity(lines)
    quantities.reserveCapacity(lines)
    unitPrices.reserveCapacity(lines)
    countries.reserveCapacity(lines)
    dirt.reserveCapacity(lines)
  }

  /// Adds a line and counts it. A duplicate line is added twice, first without the defect.
  mutating func append(_ line: Line) {
    if line.dirt == .duplicateLine {
      var original = line
      original.dirt = .none
      store(original)
      summary.count(original)
    }
    store(line)
    summary.count(line)
  }

  private mutating func store(_ line: Line) {
    customers.append(line.customer)
    orderNumbers.append(line.orderNumber)
    isCancellation.append(line.document == .cancellation)
    products.append(line.product)
    times.append(line.time)
    quantities.append(line.quantity)
    unitPrices.append(line.unitPrice)
    countries.append(line.country)
    dirt.append(line.dirt)
  }

  mutating func append(contentsOf other: LineBlock) {
    customers.append(contentsOf: other.customers)
    orderNumbers.append(contentsOf: other.orderNumbers)
    isCancellation.append(contentsOf: other.isCancellation)
    products.append(contentsOf: other.products)
    times.append(contentsOf: other.times)
    quantities.append(contentsOf: other.quantities)
    unitPrices.append(contentsOf: other.unitPrices)
    countries.append(contentsOf: other.countries)
    dirt.append(contentsOf: other.dirt)
    summary.merge(other.summary)
  }

  /// The same lines in time order. Lines of one order stay together, and a duplicate stays after its original.
  package func sortedByTime() -> LineBlock {
    let order = customers.indices.sorted {
      (times[$0], orderNumbers[$0], $0) < (times[$1], orderNumbers[$1], $1)
    }
    func gather<Value>(_ column: [Value]) -> [Value] { order.map { column[$0] } }
    var sorted = LineBlock(catalogue: catalogue)
    sorted.customers = gather(customers)
    sorted.orderNumbers = gather(orderNumbers)
    sorted.isCancellation = gather(isCancellation)
    sorted.products = gather(products)
    sorted.times = gather(times)
    sorted.quantities = gather(quantities)
    sorted.unitPrices = gather(unitPrices)
    sorted.countries = gather(countries)
    sorted.dirt = gather(dirt)
    sorted.summary = summary
    return sorted
  }
}
