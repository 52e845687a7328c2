/// What stands beside an amount for its currency.
enum CurrencyMarks {
  /// A sign such as `£` or `US$`, a code of ISO 4217, or a word that shops write.
  static func contains(_ mark: Substring.UnicodeScalarView) -> Bool {
    guard let last = mark.last else { return false }
    // `US$`, `R$`: two letters at most before the sign. Signs are recognized by their Unicode category; cents are
    // another unit.
    if last.properties.generalCategory == .currencySymbol {
      return last != "¢" && mark.count <= 3 && mark.dropLast().allSatisfy { ("A"..."Z").contains($0) }
    }
    let text = String(Substring(mark))
    return codes.contains(text) || codes.contains(text.uppercased()) && text == text.lowercased()
      || words.contains(text.lowercased())
  }

  /// Whether `code` is one of the currencies that `sign` stands for.
  static func isCode(_ code: String, ofSign sign: String) -> Bool {
    let code = code.uppercased()
    return switch sign {
    case "$": dollars.contains(code)
    case "€": code == "EUR"
    case "£": code == "GBP"
    case "¥": code == "JPY" || code == "CNY"
    case "₹": code == "INR"
    case "₺": code == "TRY" || code == "TL"
    default: false
    }
  }

  private static let dollars: Set<String> = [
    "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "BRL",
  ]

  private static let codes: Set<String> = [
    "AED", "AMD", "ARS", "AUD", "AZN", "BAM", "BDT", "BGN", "BHD", "BOB", "BRL", "CAD", "CHF", "CLP", "CNY", "COP",
    "CRC", "CZK", "DEM", "DKK", "DOP", "DZD", "EEK", "EGP", "EUR", "FRF", "GBP", "GEL", "GHS", "GTQ", "HKD", "HNL",
    "HRK", "HUF", "IDR", "ILS", "INR", "IQD", "ISK", "ITL", "JOD", "JPY", "KES", "KRW", "KWD", "KZT", "LBP", "LKR",
    "LTL", "LVL", "MAD", "MDL", "MKD", "MUR", "MXN", "MYR", "NGN", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PHP",
    "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "SKK", "THB", "TND", "TRY", "TWD", "TZS",
    "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "XAF", "XOF", "ZAR", "ZMW",
  ]

  /// In lower case.
  private static let words: Set<String> = [
    "kr", "kr.", "zł", "zl", "kč", "kc", "ft", "ft.", "lei", "fr.", "sfr.", "rs", "rs.", "tl", "rm", "rp", "rp.",
    "руб", "руб.", "р.", "грн", "грн.", "лв", "лв.", "дин.", "din.", "s/", "s/.", "bs", "bs.", "$u", "元", "円", "圆",
    "원", "euro", "euros",
  ]
}
