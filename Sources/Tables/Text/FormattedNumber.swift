/// A number's digits and marks, without the sign and the currency around them.
struct FormattedNumber {
  private(set) var isNegative = false
  private(set) var currency: String?
  /// Digits, and the marks between them; blanks and apostrophes of all kinds as `space` and `apostrophe`.
  private(set) var body: [Symbol] = []

  enum Symbol: Equatable {
    case digit(UInt8)
    case mark(Mark)
  }

  enum Mark: Equatable { case point, comma, space, apostrophe }

  /// Nil where the text is no number in any format.
  init?(_ bytes: TextBytes) {
    // No amount is longer, but a cell of text can be.
    guard bytes.count <= 64, let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var scalars = text.unicodeScalars[...].trimmed
    if scalars.first == "(" {
      guard scalars.last == ")" else { return nil }
      isNegative = true
      scalars = scalars.dropFirst().dropLast().trimmed
    }
    var signs = isNegative ? 1 : 0
    // A sign may stand before the currency or behind it.
    for _ in 0..<2 {
      takeSign(&scalars, &signs)
      guard takeCurrency(before: &scalars) else { return nil }
    }
    guard takeCurrency(behind: &scalars) else { return nil }
    if scalars.last == "-" || scalars.last == "\u{2212}" {
      isNegative = true
      signs += 1
      scalars = scalars.dropLast().trimmed
      guard takeCurrency(behind: &scalars) else { return nil }
    }
    guard signs <= 1, readBody(scalars) else { return nil }
  }

  private mutating func takeSign(_ scalars: inout Substring.UnicodeScalarView, _ signs: inout Int) {
    guard let first = scalars.first, ["-", "+", "\u{2212}"].contains(first) else { return }
    if first != "+" { isNegative = true }
    signs += 1
    scalars = scalars.dropFirst().trimmed
  }

  /// False where there is something else than a currency.
  private mutating func takeCurrency(before scalars: inout Substring.UnicodeScalarView) -> Bool {
    let end = scalars.firstIndex { $0.isDigit || ".,-+\u{2212}".unicodeScalars.contains($0) } ?? scalars.endIndex
    guard take(scalars[..<end].trimmed) else { return false }
    scalars = scalars[end...].trimmed
    return true
  }

  private mutating func takeCurrency(behind scalars: inout Substring.UnicodeScalarView) -> Bool {
    let last = scalars.lastIndex { $0.isDigit || $0 == "-" || $0 == "\u{2212}" }
    // `5.` has no fraction, and `5 Fr.` none either.
    var start = last.map { scalars.index(after: $0) } ?? scalars.startIndex
    if start < scalars.endIndex, ".,".unicodeScalars.contains(scalars[start]) { start = scalars.index(after: start) }
    guard take(scalars[start...].trimmed) else { return false }
    scalars = scalars[..<start].trimmed
    return true
  }

  private mutating func take(_ mark: Substring.UnicodeScalarView) -> Bool {
    if mark.isEmpty { return true }
    guard currency == nil, isCurrency(mark) else { return false }
    currency = String(Substring(mark))
    return true
  }

  /// False where something else than digits and marks is left, or no digit.
  private mutating func readBody(_ scalars: Substring.UnicodeScalarView) -> Bool {
    for scalar in scalars {
      switch scalar {
      case "0"..."9": body.append(.digit(UInt8(scalar.value)))
      case ".": body.append(.mark(.point))
      case ",": body.append(.mark(.comma))
      case "'", "\u{2019}": body.append(.mark(.apostrophe))
      default:
        guard scalar.isBlank else { return false }
        body.append(.mark(.space))
      }
    }
    return body.contains { if case .digit = $0 { true } else { false } }
  }
}

extension FormattedNumber {
  /// Digits with a point as the decimal mark; nil where the marks are in other places than `format` allows.
  func plainDigits(_ format: NumberFormat) -> [UInt8]? {
    let decimal: Mark = format.decimal == .comma ? .comma : .point
    var plain: [UInt8] = []
    var grouping: Mark?
    var sinceMark = 0
    var isFraction = false
    for symbol in body {
      switch symbol {
      case .digit(let digit):
        plain.append(digit)
        sinceMark += 1
      case .mark(let mark):
        guard !isFraction else { return nil }
        let isGroup = grouping == nil ? (1...3).contains(sinceMark) : sinceMark == 3
        if mark == decimal {
          guard grouping == nil || sinceMark == 3 else { return nil }
          isFraction = true
          plain.append(UInt8(ascii: "."))
        } else {
          guard format.thousands.contains(mark.thousands), grouping == nil || grouping == mark, isGroup else {
            return nil
          }
          grouping = mark
          sinceMark = 0
        }
      }
    }
    guard isFraction || grouping == nil || sinceMark == 3 else { return nil }
    return plain
  }

  /// What the marks say about the decimal one.
  enum Evidence: Equatable {
    case none
    case decimal(Mark)
    /// `1,234`: a thousand, or one and a bit.
    case ambiguous(Mark)
  }

  /// - Parameter groups: marks that may stand between thousands.
  func evidence(groups: ThousandsMarks) -> Evidence {
    var marks: [Mark] = []
    var runs = [0]
    for symbol in body {
      if case .mark(let mark) = symbol {
        marks.append(mark)
        runs.append(0)
      } else {
        runs[runs.count - 1] += 1
      }
    }
    guard let last = marks.last, let other = last.opposite else { return .none }
    let areGroups = (1...3).contains(runs[0]) && runs[1..<runs.count - 1].allSatisfy { $0 == 3 }
    if marks.count > 1 {
      guard areGroups, marks.dropLast().allSatisfy({ $0 == marks[0] }) else { return .none }
      if marks[0] != last { return .decimal(last) }
      return runs.last == 3 ? .decimal(other) : .none
    }
    let isGroup = areGroups && runs[1] == 3 && body[0] != .digit(UInt8(ascii: "0")) && groups.contains(last.thousands)
    return isGroup ? .ambiguous(last) : .decimal(last)
  }
}

extension FormattedNumber.Mark {
  var thousands: ThousandsMarks {
    switch self {
    case .point: .point
    case .comma: .comma
    case .space: .space
    case .apostrophe: .apostrophe
    }
  }

  /// The decimal mark where this one stands between thousands; nil for those that go with either.
  fileprivate var opposite: FormattedNumber.Mark? {
    switch self {
    case .point: .comma
    case .comma: .point
    case .space, .apostrophe: nil
    }
  }
}

// MARK: - Currencies

/// Codes of ISO 4217 and words that shops write; signs are recognized by their Unicode category.
private let currencyWords: Set<String> = [
  "AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "GEL",
  "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JOD", "JPY", "KES", "KRW", "KWD", "KZT", "MAD", "MXN", "MYR", "NGN", "NOK",
  "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD",
  "UAH", "USD", "UYU", "VND", "ZAR", "kr", "kr.", "zł", "Kč", "Ft", "lei", "Fr.", "SFr.", "Rs", "Rs.",
]

private func isCurrency(_ mark: Substring.UnicodeScalarView) -> Bool {
  guard let last = mark.last else { return false }
  // `US$`, `R$`: two letters at most before the sign.
  if last.properties.generalCategory == .currencySymbol {
    return last != "¢" && mark.count <= 3 && mark.dropLast().allSatisfy { ("A"..."Z").contains($0) }
  }
  return currencyWords.contains(String(Substring(mark)))
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  /// Spaces, tabs, and the spaces of typography.
  fileprivate var isBlank: Bool { self == "\t" || properties.generalCategory == .spaceSeparator }
}

extension Substring.UnicodeScalarView {
  fileprivate var trimmed: Substring.UnicodeScalarView {
    guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }
}
