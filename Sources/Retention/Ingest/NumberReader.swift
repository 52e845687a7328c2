import Settings
import Tables
import Text

/// Finds out which decimal and thousands marks the numbers of each file use.
struct NumberReader {
  private let settings: IngestSettings
  private var file = ""
  private var evidence: NumberEvidence
  /// Format of the current file; with a decimal point until its numbers show another one.
  private(set) var format: NumberFormat
  /// Whether the numbers or the settings have decided the format.
  private(set) var isDecided = false
  /// The first currency stated beside a number.
  private(set) var currency: StatedCurrency?

  init(settings: IngestSettings) {
    self.settings = settings
    evidence = NumberEvidence()
    format = NumberFormat()
    begin(file: "")
  }

  /// Starts anew: another file may be written differently.
  mutating func begin(file: String) {
    self.file = file
    evidence = NumberEvidence(groups: settings.thousands.stated?.marks ?? [.comma, .point, .space, .apostrophe])
    let stated: NumberEvidence.Verdict =
      switch (settings.decimal.stated, settings.thousands.stated) {
      case (.point, _), (nil, .comma): .point
      case (.comma, _), (nil, .point): .comma
      case (nil, _): .none
      }
    isDecided = stated != .none
    decide(stated)
  }

  /// Looks at columns of numbers until they have shown their decimal mark.
  ///
  /// - Throws: `ambiguousNumbers` if some number can be read in two ways and no other number decides.
  mutating func look(at columns: [ColumnValues]) throws(IngestError) {
    guard !isDecided else { return }
    for case .dictionary(let column) in columns { add(column.dictionary) }
    for case .string(let column) in columns { add(column) }
    let verdict = evidence.verdict
    if case .ambiguous(let example) = verdict { throw .ambiguousNumbers(example: excerpt(example), file: file) }
    isDecided = verdict != .none
    decide(verdict)
  }

  /// - Throws: `percentages` where a tenth of the distinct texts of a column or more are shares in hundredths: they are
  ///   no amounts. Fewer are cells that cannot be read.
  func refusePercentages(_ column: Column, _ canonical: CanonicalColumn) throws(IngestError) {
    let texts: StringColumn
    switch column.values {
    case .dictionary(let column): texts = column.dictionary
    case .string(let column): texts = column
    default: return
    }
    guard texts.mayHoldPercentages else { return }
    var example: String?
    var (percentages, filled) = (0, 0)
    for row in 0..<texts.count where !texts.isNull(row) {
      texts.withBytes(row) { bytes in
        if bytes.isEmpty { return }
        filled += 1
        guard isPercentage(bytes) else { return }
        percentages += 1
        if example == nil { example = String(decoding: bytes, as: UTF8.self) }
      }
    }
    guard let example, percentages * 10 >= filled else { return }
    throw .percentages(example: excerpt(example), column: canonical, header: column.name, file: file)
  }

  private mutating func add(_ texts: StringColumn) {
    for row in 0..<texts.count where !texts.isNull(row) { texts.withBytes(row) { evidence.add($0) } }
  }

  private mutating func decide(_ verdict: NumberEvidence.Verdict) {
    let decimal: ThousandsMarks = verdict == .comma ? .comma : .point
    let all: ThousandsMarks = [.comma, .point, .space, .apostrophe]
    format = NumberFormat(
      decimal: verdict == .comma ? .comma : .point,
      thousands: settings.thousands.stated?.marks ?? all.subtracting(decimal))
  }

  /// Takes over the currency of earlier lines.
  mutating func expect(_ earlier: StatedCurrency?) { currency = earlier }

  /// - Throws: `mixedCurrencies`: amounts in several currencies have no sum.
  mutating func note(currency mark: String) throws(IngestError) {
    guard let first = currency else { return currency = StatedCurrency(mark: mark, file: file) }
    guard currencyCode(first.mark) != currencyCode(mark) else { return }
    throw .mixedCurrencies(first: first.mark, firstFile: first.file, second: mark, file: file)
  }
}

/// One name for the signs, codes and words of a currency.
private func currencyCode(_ mark: String) -> String {
  let codes = [
    "€": "EUR", "£": "GBP", "$": "USD", "us$": "USD", "zł": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON",
    "fr.": "CHF", "sfr.": "CHF", "kr.": "KR", "rs.": "INR", "rs": "INR", "₹": "INR", "tl": "TRY", "₺": "TRY",
    "r$": "BRL", "zl": "PLN", "kc": "CZK", "ft.": "HUF", "₽": "RUB", "руб": "RUB", "руб.": "RUB", "р.": "RUB",
    "₴": "UAH", "грн": "UAH", "грн.": "UAH", "лв": "BGN", "лв.": "BGN", "rp": "IDR", "rp.": "IDR", "rm": "MYR",
    "s/": "PEN", "s/.": "PEN", "¥": "JPY", "円": "JPY", "元": "CNY", "₩": "KRW", "원": "KRW", "euro": "EUR",
    "euros": "EUR", "bs.": "BS", "дин.": "RSD", "din.": "RSD",
  ]
  return codes[mark] ?? codes[mark.lowercased()] ?? mark.uppercased()
}
