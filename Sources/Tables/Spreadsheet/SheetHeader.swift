/// The first row of a sheet that holds text, and the columns that it names.
struct SheetHeader {
  /// Its number in the sheet.
  let row: Int
  /// Names without the blanks around them, and their columns in the sheet.
  let names: [(name: String, column: Int)]
  /// No name is a number, a date or a truth value.
  let isText: Bool

  /// nil where all cells of the row are blank.
  init?(row: Int, cells: SheetCells, texts: SheetTexts) {
    var names: [(name: String, column: Int)] = []
    var isText = true
    cells.forEach(in: 0..<cells.rowCount) { _, column, kind, bits in
      let name = CellText.string(kind, bits, texts).trimmed
      if name.isEmpty { return }
      if kind != .text { isText = false }
      names.append((name, column))
    }
    guard !names.isEmpty else { return nil }
    self.row = row
    self.names = names.sorted { $0.column < $1.column }
    self.isText = isText
  }

  /// A single name is the title of a page, and not the header of a table.
  var looksLikeData: Bool {
    names.count > 1 && isText && Set(names.map(\.name)).count == names.count
  }
}

/// Where the table of a sheet begins.
struct SheetTop {
  let header: SheetHeader
  /// Rows above it with one value each.
  let titles: [SheetHeader]
  /// The row below it.
  private let firstRow: SheetHeader?
  static let mostTitles = 20

  /// - Parameter rows: the first rows with a value; nil where there is none.
  init?(_ rows: [SheetHeader]) {
    guard !rows.isEmpty else { return nil }
    var place = rows.firstIndex { $0.names.count > 1 } ?? 0
    if rows[place].names.count < 3 || !rows[place].looksLikeData { place = 0 }
    header = rows[place]
    titles = Array(rows[..<place])
    firstRow = place + 1 < rows.count ? rows[place + 1] : nil
  }

  var hasRows: Bool { firstRow != nil }

  /// Columns of the sheet that have a value in the first row and no name, among those that have one: pandas' index.
  var nameless: [Int] {
    let named = Set(header.names.map(\.column))
    return firstRow?.names.map(\.column).filter { !named.contains($0) && $0 < named.max() ?? 0 } ?? []
  }

  /// Whether the row of the names holds numbers and dates as the one below it does.
  var headerIsData: Bool {
    guard !header.isText, let firstRow else { return false }
    let values = Dictionary(firstRow.names.map { ($0.column, $0.name) }) { $1 }
    return FirstRecord(header.names.map(\.name), above: [header.names.map { values[$0.column] ?? "" }]).looksLikeData
  }
}

extension String {
  fileprivate var trimmed: String {
    let end = lastIndex { !$0.isWhitespace }
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end else { return "" }
    return String(self[start...end])
  }
}
