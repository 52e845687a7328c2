/// What a field looks like.
enum FieldLook: Equatable {
  case blank, number, date
  /// Neither.
  case text(hasDigit: Bool)

  init(_ bytes: TextBytes) {
    let formats = [
      NumberFormat(decimal: .point, thousands: [.comma, .space, .apostrophe]),
      NumberFormat(decimal: .comma, thousands: [.point, .space, .apostrophe]),
    ]
    if bytes.allSatisfy(\.isBlank) {
      self = .blank
    } else if formats.contains(where: { parseNumber(bytes, format: $0) != nil }) || isPercentage(bytes) {
      self = .number
    } else if DateOrder.allCases.contains(where: { parseTimestamp(bytes, order: $0) != nil }) {
      self = .date
    } else {
      self = .text(hasDigit: bytes.contains(where: \.isDigit))
    }
  }

  var isText: Bool { if case .text = self { true } else { false } }
}

/// The first record of a table, to be told from a header by the records below it.
struct FirstRecord {
  private let names: [String]
  private let looks: [FieldLook]
  /// By position: what the fields below look like, without the blank ones.
  private(set) var below: [[FieldLook]]

  /// - Parameters:
  ///   - names: its fields.
  ///   - rows: fields of the records below, as many.
  init(_ names: [String], above rows: [[String]]) {
    func look(_ text: String) -> FieldLook {
      var text = text
      return text.withUTF8 { FieldLook($0) }
    }
    self.names = names
    looks = names.map(look)
    below = names.indices.map { position in
      rows.map { look($0[position]) }.filter { $0 != .blank }
    }
  }

  /// Adds a field of a record below.
  mutating func add(_ look: FieldLook, at position: Int) {
    if look != .blank { below[position].append(look) }
  }

  /// Whether the record is one of the rows and no header: some of its fields are numbers or dates as those below them
  /// are, and none is a name above numbers, dates or codes.
  var looksLikeData: Bool {
    guard names.count > 1 else { return false }
    var numbers: [Int] = []
    var hasValue = false
    for (position, look) in looks.enumerated() {
      let fields = below[position]
      switch look {
      case .blank: continue
      case .number, .date:
        guard !fields.isEmpty else { continue }
        // 2021 above words is a name.
        guard Self.most(fields, { $0 == look }) else { return false }
        // No column is called by a date, or by a number with a fraction.
        if look == .date || names[position].contains(where: { $0 == "." || $0 == "," }) { hasValue = true }
        if look == .number { numbers.append(position) }
      case .text(let hasDigit):
        guard !fields.isEmpty else { continue }
        if Self.most(fields, { !$0.isText }) { return false }
        if !hasDigit, Self.most(fields, { $0 == .text(hasDigit: true) }) { return false }
      }
    }
    if hasValue { return true }
    return numbers.count > 1 && numbers.count * 2 >= looks.count { $0 != .blank } && !isSeries(numbers)
  }

  private static func most(_ fields: [FieldLook], _ fits: (FieldLook) -> Bool) -> Bool {
    fields.count(where: fits) * 10 >= fields.count * 9
  }

  /// 0, 1, 2 or 2021, 2022, 2023, as tables name columns by numbers and years.
  private func isSeries(_ positions: [Int]) -> Bool {
    let values = positions.compactMap { Int(names[$0]) }
    guard values.count == positions.count else { return false }
    return zip(values, values.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }
}
