import Foundation

/// Small shops that lack something, as CSV.
enum ThinShop {
  private static let header = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"

  struct Line {
    var order: String
    var product = "a"
    var quantity = 1
    /// Days after 2023-01-02.
    var day: Int
    var minute = 0
    var price = 5.0
    var customer: String
  }

  static func csv(_ lines: [Line]) -> String {
    let start = Date(timeIntervalSince1970: 1_672_653_600)  // 2023-01-02 10:00
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "UTC")
    format.dateFormat = "yyyy-MM-dd HH:mm"
    return lines.reduce(into: header) { text, line in
      let time = start.addingTimeInterval(Double(line.day) * 86_400 + Double(line.minute) * 60)
      text +=
        "\(line.order),\(line.product),\(line.quantity),\(format.string(from: time)),\(line.price),\(line.customer)\n"
    }
  }

  /// 160 customers over 600 days, in four rhythms, a third of whom stop at some time.
  static let plain: [Line] = {
    var lines: [Line] = []
    for customer in 0..<160 {
      let rhythm = [9, 25, 60, 150][customer % 4]
      let last = customer % 3 == 0 ? 150 + customer * 37 % 450 : 600
      var (day, visit) = (customer * 61 % 200, 0)
      while day < last {
        for part in 0...(customer + visit) % 2 {
          lines.append(
            Line(
              order: "\(customer)-\(visit)", product: "p\((customer * 7 + visit * 3 + part) % 15)",
              quantity: 1 + (customer + visit * part) % 5, day: day,
              price: 2 + Double((customer * 13 + visit) % 29) / 2,
              customer: "c\(customer)"))
        }
        visit += 1
        day += max(1, rhythm / 2 + (customer * 17 + visit * 29) % rhythm)
      }
    }
    return lines
  }()

  static func changed(_ change: (inout Line) -> Void) -> [Line] {
    plain.map { line in
      var line = line
      change(&line)
      return line
    }
  }

  /// Everybody orders every 20 days.
  static let oneClass = (0..<150).flatMap { customer in
    stride(from: customer % 20, to: 600, by: 20).map { day in
      Line(
        order: "\(customer)-\(day)", product: "p\((customer + day) % 9)", quantity: 1 + (customer + day / 20) % 5,
        day: day, price: Double(5 + customer % 7), customer: "c\(customer)")
    }
  }

  static let threeCustomers = (0..<3).flatMap { customer in
    stride(from: customer * 5, to: 600, by: 20 + customer * 11).map { day in
      Line(
        order: "\(customer)-\(day)", quantity: 1 + day % 3, day: day, price: Double(5 + customer),
        customer: "c\(customer)")
    }
  }

  /// 700 customers, one order each.
  static let noRepeatBuyers = (0..<700).map { customer in
    Line(
      order: "\(customer)", product: "p\(customer % 9)", quantity: 1 + customer % 5, day: customer * 7 % 600,
      price: Double(3 + customer % 11), customer: "c\(customer)")
  }

  static let onlyReturns = changed {
    $0.order = "C" + $0.order
    $0.quantity = -$0.quantity
  }

  /// Of everything that was bought, nothing was kept.
  static let allReturned = plain + onlyReturns

  static let oneDay = (0..<300).map { customer in
    Line(
      order: "\(customer)", product: "p\(customer % 9)", quantity: 1 + customer % 17, day: 0,
      price: Double(1 + customer % 13), customer: "c\(customer)")
  }

  /// A shop beside which one customer orders a hundred thousand times, and sends every thousandth order back.
  static let heavyCustomer =
    plain
    + (0..<100_000).flatMap { number in
      let line = Line(
        order: "h\(number)", product: "p\(number % 30)", quantity: 1 + number % 3, day: number / 170,
        minute: number % 170 * 5, price: 4.5, customer: "heavy")
      guard number % 1000 == 0 else { return [line] }
      var back = line
      (back.order, back.quantity, back.minute) = ("C" + line.order, -line.quantity, line.minute + 2)
      return [line, back]
    }
}
