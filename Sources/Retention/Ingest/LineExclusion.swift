package import Numerics
import Tables

/// Rows that the settings leave out by what their columns hold; nothing about them is checked or counted.
package struct LineExclusion: @unchecked Sendable {  // reads the columns it points to
  /// A column, and which of its codes are left out.
  private struct Part {
    let cells: OrderCells
    /// By code; the last is a blank cell.
    let isOut: [Bool]
    let reason: RemovalReason
  }

  private let parts: [Part]
  /// Asked for each row, without a look at the array.
  private let isEmpty: Bool

  /// Nothing is left out.
  package static let none = LineExclusion(parts: [])

  private init(parts: [Part]) { (self.parts, isEmpty) = (parts, parts.isEmpty) }

  /// As the settings ask for. Valid as long as the lines do not change.
  package init(_ source: SourceLines, _ settings: IngestSettings) {
    let currency = settings.currency.flatMap { code in source.currencyColumn.map { (column: $0, code: code) } }
    self.init(source, keep: settings.keepConditions, drop: settings.dropConditions, currency: currency)
  }

  /// - Parameters:
  ///   - keep: rows stay only where all of these hold.
  ///   - drop: rows are left out where one of these holds.
  ///   - currency: rows in any other are left out; nil for no such column.
  package init(
    _ source: SourceLines, keep: [ColumnCondition], drop: [ColumnCondition],
    currency: (column: String, code: String)?
  ) {
    func part(_ condition: ColumnCondition, keeps: Bool, _ reason: RemovalReason) -> Part? {
      guard let (codes, dictionary) = source.texts(named: condition.column) else { return nil }
      let isOut = (0..<Int32(dictionary.count)).map { condition.holds(dictionary[$0]) != keeps } + [keeps]
      return Part(cells: OrderCells(codes, of: source), isOut: isOut, reason: reason)
    }
    let parts =
      keep.compactMap { part($0, keeps: true, .excluded) } + drop.compactMap { part($0, keeps: false, .excluded) }
      + (currency.flatMap { currency in
        ColumnCondition(ColumnCondition.text(currency.column, [currency.code])).flatMap {
          part($0, keeps: true, .otherCurrency)
        }
      }.map { [$0] } ?? [])
    self.init(parts: parts)
  }

  /// Why a row is left out; nil where it is not.
  @inline(__always)
  func reason(_ row: Int) -> RemovalReason? {
    guard !isEmpty else { return nil }
    for part in parts {
      let code = Int(part.cells[row])
      if part.isOut[code >= 0 ? code : part.isOut.count - 1] { return part.reason }
    }
    return nil
  }
}

extension SourceLines {
  /// The column of text of this header: one that is carried along, or an id by its canonical name.
  func texts(named header: String) -> (codes: SpillableColumn<Int32>, dictionary: StringDictionary)? {
    switch header {
    case CanonicalColumn.customerID.rawValue: return (customer, customers)
    case CanonicalColumn.orderID.rawValue: return (order, orders)
    case CanonicalColumn.productID.rawValue: return (product, products)
    default:
      let wanted = header.lowercased()
      guard let extra = extras.first(where: { $0.name.lowercased() == wanted }),
        case .text(let codes, let dictionary) = extra.values
      else { return nil }
      return (codes, dictionary)
    }
  }
}
