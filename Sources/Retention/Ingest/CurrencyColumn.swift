import Numerics
import Tables

/// The column that states the currency of each line, and what it states.
struct CurrencyColumn: Sendable {
  let header: String
  /// By code of the column: lines that it stands on, and the currency in capital letters.
  let lines: [Int]
  let currencies: [String]

  /// - Parameters:
  ///   - column: as the settings name it; nil to find it, `none` for no such column.
  ///   - amount: header of the amounts: of several columns, the one that shares its words is about them.
  ///   - exclusion: lines that do not count.
  init?(
    _ source: SourceLines, named column: String?, amount: String, exclusion: LineExclusion, _ context: ExecutionContext
  ) throws(Cancelled) {
    guard column?.lowercased() != "none" else { return nil }
    let found =
      column.flatMap { name in source.extras.first { $0.name.lowercased() == name.lowercased() } }
      ?? Self.found(in: source.extras, amount: amount)
    guard let found, case .text(let codes, let dictionary) = found.values else { return nil }
    header = found.name
    currencies = (0..<Int32(dictionary.count)).map { dictionary[$0].uppercased().filter { $0 != " " } }
    var lines = [Int](repeating: 0, count: dictionary.count)
    let cells = OrderCells(codes, of: source)
    try source.forEachBlock(context) { range, _ in
      for row in range where cells[row] >= 0 && exclusion.reason(row) == nil {
        lines[Int(cells[row])] += 1
      }
    }
    self.lines = lines
  }

  /// Currencies of some line, the commonest first.
  var used: [String] {
    var count: [String: Int] = [:]
    for (code, lines) in lines.enumerated() where lines > 0 { count[currencies[code], default: 0] += lines }
    return count.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  private static let words = [
    "currency", "currencies", "ccy", "wahrung", "waehrung", "devise", "moneda", "valuta", "munteenheid", "monnaie",
    "curr",
  ]
  /// Texts of a column that are looked at.
  private static let mostCurrencies = 200

  private static func found(in extras: [ExtraColumn], amount: String) -> ExtraColumn? {
    let wanted = Set(headerParts(amount))
    var best: (column: ExtraColumn, score: Int)?
    for extra in extras {
      let parts = headerParts(extra.name)
      guard parts.contains(where: { words.contains($0) }) || words.contains(parts.joined()),
        case .text(_, let dictionary) = extra.values, holdsCodes(dictionary)
      else { continue }
      let others = parts.filter { !words.contains($0) }
      let shared = others.count { wanted.contains($0) }
      let score = 10 * shared - (others.count - shared)
      if score > best?.score ?? .min { best = (extra, score) }
    }
    return best?.column
  }

  private static func holdsCodes(_ dictionary: StringDictionary) -> Bool {
    guard (1...mostCurrencies).contains(dictionary.count) else { return false }
    return (0..<Int32(dictionary.count)).allSatisfy { code in
      dictionary.withBytes(of: code) { bytes in
        bytes.allSatisfy { ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 || $0 >= 128 || $0 == UInt8(ascii: "$") }
          && bytes.count <= 6
      }
    }
  }
}

extension SourceLines {
  /// Converts the amounts of lines from a row on.
  ///
  /// - Parameters:
  ///   - rates: by code of the column; nil for a currency without a line.
  ///   - totals: those of lines or orders; empty for quantity and price.
  mutating func convert(
    _ codes: SpillableColumn<Int32>, rates: [Double?], totals: inout SpillableColumn<Double>, from firstRow: Int,
    _ context: ExecutionContext
  ) throws(Cancelled) {
    let cells = OrderCells(codes, of: self)
    func convert(_ amounts: inout SpillableColumn<Double>) throws(Cancelled) {
      try amounts.withMutableValues { (values) throws(Cancelled) in
        guard values.count > firstRow else { return }
        try context.forEachBlock(of: values.count - firstRow) { block in
          for row in firstRow + block.lowerBound..<firstRow + block.upperBound {
            let code = Int(cells[row])
            // Without a currency there is no amount.
            values[row] = code >= 0 ? values[row] * (rates[code] ?? .nan) : .nan
          }
        }
      }
    }
    if amount.totalColumn == nil { try convert(&unitPrice) } else { try convert(&totals) }
  }
}
