import Foundation
import Numerics
import Retention
import TestSupport

/// UCI Online Retail as purchase lines: with a customer, not cancelled, quantity and price above 0.
enum OnlineRetail {
  /// nil where the data or the `zstd` command is missing.
  static let history: PurchaseHistory? = RealData.onlineRetail.flatMap(decompressed).map(read)

  private static func decompressed(_ file: URL) -> [UInt8]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["zstd", "-dcq", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil, let data = try? pipe.fileHandleForReading.readToEnd() else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? [UInt8](data) : nil
  }

  private static func read(_ bytes: [UInt8]) -> PurchaseHistory {
    var customerCodes: [String: Int32] = [:]
    var orderCodes: [String: Int32] = [:]
    var (customer, order, time, revenue): ([Int32], [Int32], [Int64], [Int64]) = ([], [], [], [])
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      // From the right, for only the description may hold commas.
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      let end = fields.count
      let (invoice, customerId) = (text(fields[0]), text(fields[end - 2]))
      guard !customerId.isEmpty, !invoice.hasPrefix("C"), let quantity = Int64(text(fields[end - 5])),
        let price = Double(text(fields[end - 3])), quantity > 0, price > 0
      else { continue }
      customer.append(code(customerId, &customerCodes))
      order.append(code(invoice, &orderCodes))
      time.append(microseconds(text(fields[end - 4])))
      revenue.append(quantity * Int64((price * 1e6).rounded()))
    }
    return uncancelled { (context) throws(Cancelled) in
      try PurchaseHistory(
        customers: customerCodes.count, customer: customer, order: order, time: time, revenue: revenue,
        context: context)
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func code(_ id: String, _ codes: inout [String: Int32]) -> Int32 {
    if let code = codes[id] { return code }
    codes[id] = Int32(codes.count)
    return Int32(codes.count - 1)
  }

  /// Of yyyy-mm-ddThh:mm:ss, the T perhaps a blank; days by Howard Hinnant's civil calendar.
  private static func microseconds(_ text: String) -> Int64 {
    let parts = text.split { !$0.isNumber }.compactMap { Int64($0) }
    let (year, month) = parts[1] > 2 ? (parts[0], parts[1] - 3) : (parts[0] - 1, parts[1] + 9)
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2] - 719_469
    let seconds = parts.count > 5 ? parts[5] : 0
    return ((days * 24 + parts[3]) * 3600 + parts[4] * 60 + seconds) * 1_000_000
  }
}
