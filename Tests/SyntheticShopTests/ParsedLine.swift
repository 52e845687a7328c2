import Foundation
import SyntheticShop

/// A line of the CSV, read back by simple means that are independent of the generator.
struct ParsedLine: Hashable {
  var order: String
  var product: String
  var description: String
  var quantity: String
  var time: String
  var price: String
  var customer: String
  var country: String

  /// Splits RFC 4180 lines; no cell contains a line feed here.
  static func parse(_ bytes: [UInt8]) -> [ParsedLine] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let cells = cells(String(decoding: line, as: UTF8.self))
      precondition(cells.count == 8, "a line has eight cells")
      return ParsedLine(
        order: cells[0], product: cells[1], description: cells[2], quantity: cells[3], time: cells[4],
        price: cells[5], customer: cells[6], country: cells[7])
    }
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"":
        // The second of two quotation marks reopens the cell, and stands for one in it.
        if !isQuoted && cells[cells.count - 1].isEmpty == false { cells[cells.count - 1].append("\"") }
        isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  var date: Date? { Self.format.date(from: time) }

  private static let format: DateFormatter = {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "UTC")
    format.dateFormat = "yyyy-MM-dd HH:mm:ss"
    return format
  }()
}

/// A shop of the given settings, and all its lines.
struct Sample {
  let shop: ShopGenerator
  let block: LineBlock

  init(customers: Int, seed: UInt64 = 42, _ change: (inout SyntheticShopSettings) -> Void = { _ in }) throws {
    var settings = SyntheticShopSettings(customers: customers, seed: seed)
    change(&settings)
    shop = ShopGenerator(try settings.validated())
    block = shop.lines(ofCustomers: 0..<customers)
  }

  var csv: [UInt8] {
    var bytes: [UInt8] = []
    block.appendCSV(to: &bytes)
    return bytes
  }
}
