/// A number's digits and marks, without the sign and the currency around them.
struct FormattedNumber {
  private(set) var isNegative = false
  private(set) var currency: String?
  /// Digits, and the marks between them; blanks and apostrophes of all kinds as `space` and `apostrophe`.
  private(set) var body: [Symbol] = []
  /// The mark before dashes that stand for no cents, as in `40,-` and `40.–`; it is not in `body`. Sweden's `40:-` and
  /// India's `40/-` say nothing about decimals and leave nil.
  private(set) var markOfNoCents: Mark?
  /// Whether dashes stand for the cents: nothing in `body` is a fraction.
  private(set) var hasNoCents = false

  enum Symbol: Equatable {
    case digit(UInt8)
    case mark(Mark)
  }

  enum Mark: Equatable { case point, comma, space, apostrophe }

  /// Nil where the text is no number in any format.
  init?(_ bytes: TextBytes) {
    // No amount is longer, but a cell of text can be.
    guard bytes.count <= 64, let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var rest = text.unicodeScalars[...].trimmed
    var outside = Outside()
    guard takeFront(&rest, &outside), let last = rest.lastIndex(where: \.isDigit) else { return nil }
    var tail = rest[rest.index(after: last)...]
    var digits = rest[...last]
    if let mark = tail.first, ".,:/".unicodeScalars.contains(mark) {
      let dashes = tail.dropFirst().prefix(while: \.isDash)
      if (1...3).contains(dashes.count) {
        hasNoCents = true
        markOfNoCents = mark == "." ? .point : mark == "," ? .comma : nil
        tail = tail[dashes.endIndex...]
      } else if mark == "." || mark == "," {
        // `5.` has no fraction, and `5. Fr.` none either.
        digits = rest[..<rest.index(last, offsetBy: 2)]
        tail = tail.dropFirst()
        // `40, -` may be a sign or no cents.
        if tail.trimmed.first?.isDash == true { return nil }
      }
    }
    guard takeBack(tail.trimmed, &outside), outside.isWhole, readBody(digits) else { return nil }
    isNegative = outside.isNegative
  }

  /// Signs and parentheses around the digits: one of them makes a number negative.
  private struct Outside {
    var signs = 0
    var isNegative = false
    var opened = 0
    var closed = 0

    var isWhole: Bool { opened == closed && signs + opened <= 1 }

    mutating func open() {
      opened += 1
      isNegative = true
    }
  }

  /// Signs, a parenthesis and a currency before the number, in any order; false where there is something else.
  private mutating func takeFront(_ rest: inout Substring.UnicodeScalarView, _ outside: inout Outside) -> Bool {
    while let first = rest.first, !first.isDigit, first != ".", first != "," {
      if first == "(" {
        outside.open()
        rest = rest.dropFirst()
      } else if first == "+" || first.isMinus || first == "\u{2013}" {
        if first != "+" { outside.isNegative = true }
        outside.signs += 1
        rest = rest.dropFirst()
        // The dash of `–,50` stands for no whole units.
        if first == "\u{2013}", let next = rest.first, next == "." || next == "," { return false }
      } else {
        let end = Self.endOfCurrency(rest)
        guard take(rest[..<end].trimmed) else { return false }
        rest = rest[end...]
      }
      rest = rest.trimmed
    }
    return true
  }

  /// The point of `Rs.500` belongs to the currency: half a rupee it is not.
  private static func endOfCurrency(_ rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView.Index {
    var previous: Unicode.Scalar?
    for index in rest.indices {
      let scalar = rest[index]
      let isOwnPoint = scalar == "." && previous.map { $0.properties.isAlphabetic || $0 == "/" } == true
      if !isOwnPoint, scalar.isDigit || ".,+(".unicodeScalars.contains(scalar) || scalar.isDash { return index }
      previous = scalar
    }
    return rest.endIndex
  }

  /// The same behind the number, where a dash of typography is no sign.
  private mutating func takeBack(_ tail: Substring.UnicodeScalarView, _ outside: inout Outside) -> Bool {
    var rest = tail
    while let first = rest.first {
      if first == ")" {
        outside.closed += 1
        rest = rest.dropFirst()
      } else if first.isMinus {
        outside.isNegative = true
        outside.signs += 1
        rest = rest.dropFirst()
      } else {
        let end = rest.firstIndex { $0 == ")" || $0.isMinus } ?? rest.endIndex
        guard take(rest[..<end].trimmed) else { return false }
        rest = rest[end...]
      }
      rest = rest.trimmed
    }
    return true
  }

  private mutating func take(_ mark: Substring.UnicodeScalarView) -> Bool {
    guard CurrencyMarks.contains(mark) else { return false }
    let text = String(Substring(mark))
    if let sign = currency {
      // `$12.50 USD` states one currency twice; the code says more than the sign.
      guard CurrencyMarks.isCode(text, ofSign: sign) else { return false }
    }
    currency = text
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
    var groups = [0]
    var grouping: Mark?
    var isFraction = false
    for symbol in body {
      switch symbol {
      case .digit(let digit):
        plain.append(digit)
        if !isFraction { groups[groups.count - 1] += 1 }
      case .mark(let mark):
        guard !isFraction else { return nil }
        if mark == decimal {
          guard !hasNoCents else { return nil }
          isFraction = true
          plain.append(UInt8(ascii: "."))
        } else {
          guard format.thousands.contains(mark.thousands), grouping == nil || grouping == mark else { return nil }
          grouping = mark
          groups.append(0)
        }
      }
    }
    return grouping == nil || Self.areGroups(groups[...], grouping) ? plain : nil
  }

  /// Digits in groups of three, `1,234,567`, or in lakhs and crores, `12,34,567`, which only commas separate.
  private static func areGroups(_ groups: ArraySlice<Int>, _ mark: Mark?) -> Bool {
    guard let first = groups.first, let last = groups.last, groups.count > 1, last == 3 else { return false }
    if (1...3).contains(first), groups.dropFirst().allSatisfy({ $0 == 3 }) { return true }
    let middle = groups.dropFirst().dropLast()
    return mark == .comma && (1...2).contains(first) && !middle.isEmpty && middle.allSatisfy { $0 == 2 }
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
    for symbol in body + (markOfNoCents.map { [.mark($0)] } ?? []) {
      if case .mark(let mark) = symbol {
        marks.append(mark)
        runs.append(0)
      } else {
        runs[runs.count - 1] += 1
      }
    }
    guard let last = marks.last, let other = last.opposite else { return .none }
    if marks.count > 1 {
      guard marks.dropLast().allSatisfy({ $0 == marks[0] }) else { return .none }
      if marks[0] != last {
        return Self.areGroups(runs.dropLast(), marks[0]) ? .decimal(last) : .none
      }
      return Self.areGroups(runs[...], last) ? .decimal(other) : .none
    }
    let isGroup =
      Self.areGroups(runs[...], last) && body[0] != .digit(UInt8(ascii: "0")) && groups.contains(last.thousands)
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

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  /// A sign: the hyphen, and the minus of typography, small or wide.
  fileprivate var isMinus: Bool { ["-", "\u{2212}", "\u{fe63}", "\u{ff0d}"].contains(self) }
  /// A sign, or a dash of any length.
  fileprivate var isDash: Bool { isMinus || ("\u{2010}"..."\u{2015}").contains(self) }
  /// Spaces, tabs, and the spaces of typography.
  fileprivate var isBlank: Bool { self == "\t" || properties.generalCategory == .spaceSeparator }
}

extension Substring.UnicodeScalarView {
  /// Without the blanks at both ends.
  var trimmed: Substring.UnicodeScalarView {
    guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }
}
