import Numerics

/// Order lines with every fault that a line can have, and columns that are called like ours.
enum DirtyShop {
  /// What the amounts of the lines are.
  enum Amounts: String, CaseIterable, Sendable {
    case price = "quantity,unit_price"
    case lineTotal = "line_total"
    case quantityAndTotal = "quantity,line_total"
    case orderTotal = "order_total"
  }

  /// Header and records; lines of one order lie apart.
  static func csv(_ amounts: Amounts, seed: UInt64, rows: Int = 3000) -> (header: String, records: [String]) {
    var random = PhiloxGenerator(seed: seed)
    let header = "customer_id,order_id,product_id,order_datetime,year,\(amounts.rawValue),stage,note,source_year"
    var records: [String] = []
    for _ in 0..<rows {
      if random.index(below: 40) == 0, let last = records.last {
        records.append(last)
        continue
      }
      let order = random.index(below: rows / 4)
      let customer = order * 7919 % (rows / 12)
      // The day is the order's, so that orders come in no order.
      let day = order * 104_729 % 700
      records.append(
        [
          cell("c\(customer)", or: "", &random), cell(order % 30 == 0 ? "C\(order)" : "o\(order)", or: " ", &random),
          cell("p\(random.index(below: 40))", or: "", &random), cell(date(day), or: "soon", &random),
          "\(2000 + random.index(below: 20))", amount(amounts, order, &random),
          ["new", "", "a;b"][random.index(below: 3)],
          random.index(below: 9) == 0 ? "\"two\nlines\"" : "it's \(random.index(below: 5))", "x",
        ].joined(separator: ","))
    }
    return (header, records)
  }

  private static func cell(_ text: String, or fault: String, _ random: inout PhiloxGenerator) -> String {
    random.index(below: 60) == 0 ? fault : text
  }

  private static func date(_ day: Int) -> String {
    let date = (day / 336 + 2022, day / 28 % 12 + 1, day % 28 + 1)
    let text = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return day == 77 ? "2150-01-01" : "\(date.0)-\(text(date.1))-\(text(date.2)) 10:\(text(day % 60)):00"
  }

  private static func amount(_ amounts: Amounts, _ order: Int, _ random: inout PhiloxGenerator) -> String {
    let quantity = cell("\([1, 2, 3, 12, -1, 0, 900][random.index(below: 7)])", or: "two", &random)
    let price = cell("\(random.index(below: 9000)).5", or: "free", &random)
    switch amounts {
    case .price: return quantity + "," + price
    case .lineTotal: return price
    case .quantityAndTotal: return quantity + "," + price
    // Lines of an order state one total, but for faults.
    case .orderTotal: return cell("\(order).25", or: random.index(below: 2) == 0 ? "" : "dear", &random)
    }
  }
}
