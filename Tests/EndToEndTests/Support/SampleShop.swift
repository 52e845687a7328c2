import Foundation
import TestSupport

/// Order lines of a small shop: the same on every machine and in every run.
///
/// 400 customers over 13 months: regulars, some who stop, some who come once, a few wholesalers, returns, and lines that
/// no shop should have.
enum SampleShop {
  static let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
  /// A customer who buys much and then stops, so that a plan wants to win them back; as text in a spreadsheet, a
  /// formula.
  static let formulaID = "=cmd()"

  static let csv: String = ([header] + lines()).joined(separator: "\n") + "\n"
  static let lineCount = csv.count { $0 == "\n" } - 1

  private static func lines() -> [String] {
    var random = SplitMix(state: 7)
    var orders: [(minute: Int, lines: [String])] = []
    for customer in 0..<400 {
      let id = customer == 399 ? formulaID : String(format: "%05d", customer * 37 + 11)
      let kind = customer == 399 ? 1 : customer % 8
      for day in orderDays(kind, &random) {
        let minute = day * 1440 + 480 + random.below(600)
        orders.append((minute, order(orders.count, minute, id, kind, &random)))
      }
    }
    orders.append((396 * 1440 + 600, ["589999,P101,ITEM 1,3,\(timeText(396 * 1440 + 600)),2.50,00011,United Kingdom"]))
    orders.sort { ($0.minute, $0.lines[0]) < ($1.minute, $1.lines[0]) }
    return orders.flatMap(\.lines) + brokenLines
  }

  /// Days from 2024-01-01 on which a customer orders, at least one.
  private static func orderDays(_ kind: Int, _ random: inout SplitMix) -> [Int] {
    let gap = [18, 16, 30, 45, 60, 25, 40, 75][kind]
    // Every other kind stops somewhere, most of them late.
    let end = kind.isMultiple(of: 2) ? 396 : kind == 1 ? 290 : 120 + random.below(276)
    if kind == 7 && random.below(2) == 0 { return [random.below(396)] }
    var days: [Int] = []
    var day = random.below(min(end, gap * 3))
    while day < end {
      days.append(day)
      day += max(1, gap / 2 + random.below(gap))
    }
    return days
  }

  private static func order(
    _ number: Int, _ minute: Int, _ id: String, _ kind: Int, _ random: inout SplitMix
  ) -> [String] {
    let time = timeText(minute)
    return (0..<(1 + random.below(4))).map { _ in
      let product = random.below(60)
      let quantity = kind == 0 ? 10 + random.below(30) : kind == 1 ? 20 + random.below(40) : 1 + random.below(6)
      let price = String(format: "%d.%02d", 1 + product % 12, product * 7 % 100)
      let isReturn = random.below(40) == 0
      let invoice = (isReturn ? "C" : "") + "\(500_000 + number)"
      let text = product == 3 ? "\"LAMP, \"\"BLUE\"\"\"" : "ITEM \(product)"
      return "\(invoice),P\(100 + product),\(text),\(isReturn ? -1 : quantity),\(time),\(price),\(id),United Kingdom"
    }
  }

  private static func timeText(_ minute: Int) -> String {
    let date = Date(timeIntervalSince1970: 1_704_067_200 + Double(minute) * 60)
    return date.formatted(
      .iso8601.year().month().day().dateSeparator(.dash).dateTimeSeparator(.space).time(
        includingFractionalSeconds: false))
  }

  private static let brokenLines = [
    "590001,P101,NO CUSTOMER,1,2024-06-03 10:00:00,2.50,,United Kingdom",
    "590002,P101,NO DATE,1,sometime,2.50,00011,United Kingdom",
    "590003,P101,FREE,1,2024-06-03 10:00:00,0,00011,United Kingdom",
    "590004,P101,NONE,0,2024-06-03 10:00:00,2.50,00011,United Kingdom",
  ]
}
