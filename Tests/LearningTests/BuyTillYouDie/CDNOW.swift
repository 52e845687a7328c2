import Foundation
import Learning
import TestSupport

/// The CDNOW sample after its 39 calibration weeks, as the papers use it: purchases of a day count once.
struct CDNOW {
  var purchases: [PurchaseSummary] = []
  /// Mean spend of the repeat purchases.
  var spend: [SpendSummary] = []

  /// nil where the data is not there.
  static let sample: CDNOW? = RealData.cdnow.flatMap { try? CDNOW(contentsOf: $0) }

  init(contentsOf file: URL) throws {
    var customers: [Int: [Int: Double]] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ")
      guard fields.count == 5, let id = Int(fields[1]), let date = Int(fields[2]), let dollars = Double(fields[4])
      else { continue }
      customers[id, default: [:]][Self.day(date), default: 0] += dollars
    }
    let end = Self.day(1997_09_30)
    for (_, spendByDay) in customers.sorted(by: { $0.key < $1.key }) {
      let days = spendByDay.keys.filter { $0 <= end }.sorted()
      guard let first = days.first, let last = days.last else { continue }
      purchases.append(
        PurchaseSummary(
          repeats: days.count - 1, recency: Double(last - first) / 7, age: Double(end - first) / 7))
      let repeatSpend = days.dropFirst().reduce(0) { $0 + spendByDay[$1]! }
      spend.append(
        SpendSummary(purchases: days.count - 1, mean: days.count > 1 ? repeatSpend / Double(days.count - 1) : 0))
    }
  }

  /// Day of 1997–1998 from yyyymmdd.
  private static func day(_ date: Int) -> Int {
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    return (year - 1997) * 365 + before[month - 1] + day
  }
}
