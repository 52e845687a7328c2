import Tables

/// The numbers of a column in the rows that were looked at.
struct SampledNumbers: Sendable {
  /// By row; NaN where the cell is blank or no number.
  let values: [Double]
  /// Whether the cells are written with two decimals, as amounts are.
  let hasCents: Bool
  /// Whether every number is whole.
  let areWhole: Bool

  init(_ sample: ColumnSample, format: NumberFormat) {
    var byCode = [Double](repeating: .nan, count: sample.texts.count)
    var (cents, count, areWhole) = (0, 0, true)
    for code in byCode.indices {
      sample.texts.withBytes(of: Int32(code)) { text in
        guard let value = parseNumber(text, format: format)?.value else { return }
        byCode[code] = value
        areWhole = areWhole && value == value.rounded()
        count += sample.counts[code]
        if Self.hasCents(text, format.decimal.byte) { cents += sample.counts[code] }
      }
    }
    values = sample.codes.map { $0 >= 0 ? byCode[Int($0)] : .nan }
    hasCents = count > 0 && cents * 10 >= count * 9
    self.areWhole = areWhole
  }

  /// Whether two digits follow the last decimal mark.
  private static func hasCents(_ text: TextBytes, _ mark: UInt8) -> Bool {
    guard let place = text.lastIndex(of: mark) else { return false }
    return text[(place + 1)...].prefix { (48...57).contains($0) }.count == 2
  }

  var sum: Double { values.reduce(0) { $1.isNaN ? $0 : $0 + $1 } }

  /// Of the absolute values; 0 where there is no number.
  var medianSize: Double {
    let sizes = values.lazy.filter { !$0.isNaN }.map { abs($0) }.sorted()
    return sizes.isEmpty ? 0 : sizes[sizes.count / 2]
  }

  /// Whether the numbers only count the rows: each is one more than the one before it.
  var countRows: Bool {
    guard values.count > 1, let first = values.first, !first.isNaN else { return false }
    return values.indices.allSatisfy { values[$0] == first + Double($0) }
  }
}

extension FileProfile {
  /// How its numbers are read; with a decimal point where nothing shows the mark.
  var numberFormat: NumberFormat {
    numbers == .comma
      ? NumberFormat(decimal: .comma, thousands: [.point, .space, .apostrophe])
      : NumberFormat(decimal: .point, thousands: [.comma, .space, .apostrophe])
  }
}
