/// `EUR = 1.08`: what one unit of a currency is worth in that of the report.
package struct ExchangeRate: Sendable, Hashable {
  /// In capital letters.
  package let currency: String
  package let rate: Double

  /// nil where the text has another form, or the rate is not above zero.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
    guard parts.count == 2, !parts[0].isEmpty, let rate = Double(parts[1]), rate > 0, rate.isFinite else { return nil }
    currency = parts[0].uppercased()
    self.rate = rate
  }
}
