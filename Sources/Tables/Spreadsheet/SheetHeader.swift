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

  private init(row: Int, names: [(name: String, column: Int)], isText: Bool) {
    (self.row, self.names, self.isText) = (row, names, isText)
  }

  /// The same with names for columns that have none, after their place, and other ones for those that repeat.
  func completed(_ nameless: [Int]) -> (header: SheetHeader, repeated: [RepeatedName]) {
    let own = nameless.map { (name: positionName($0 + 1, among: Set(names.map(\.name))), column: $0) }
    let all = (names + own).sorted { $0.column < $1.column }
    let (distinct, repeated) = distinctNames(all.map(\.name), positions: all.map { $0.column + 1 })
    let named = zip(distinct, all).map { (name: $0, column: $1.column) }
    return (SheetHeader(row: row, names: named, isText: isText), repeated)
  }

  /// A single name is the title of a page, and not the header of a table.
  var looksLikeData: Bool {
    names.count > 1 && isText && Set(names.map(\.name)).count == names.count
  }
}

extension SheetHeader {
  /// The places in the sheet of `columns`, or of all.
  ///
  /// - Throws: `missingColumn`.
  func places(of columns: [String]?, foldsCase: Bool, path: String) throws(TableError) -> [Int] {
    let known = names.map(\.name)
    return try (columns ?? known).map { name throws(TableError) in
      guard let column = column(of: name, foldsCase: foldsCase) else {
        throw .missingColumn(name, in: known, path: path)
      }
      return column
    }
  }

  /// The column called `name`; with `foldsCase`, letter case aside where that leaves one.
  private func column(of name: String, foldsCase: Bool) -> Int? {
    if let exact = names.first(where: { $0.name == name }) { return exact.column }
    guard foldsCase else { return nil }
    let folded = name.lowercased()
    let alike = names.filter { $0.name.lowercased() == folded }
    return alike.count == 1 ? alike[0].column : nil
  }

  /// Whether it names the same columns as `other`, in whatever order.
  func isAlike(_ other: SheetHeader) -> Bool { foldedNames == other.foldedNames }

  private var foldedNames: [String] { names.map { $0.name.lowercased() }.sorted() }

  /// Names that `other` does not have.
  func names(missingFrom other: SheetHeader) -> [String] {
    let known = Set(other.foldedNames)
    return names.map(\.name).filter { !known.contains($0.lowercased()) }
  }
}

/// Where the table of a sheet begins.
struct SheetTop {
  let header: SheetHeader
  /// Columns that are called otherwise because another one has their name.
  let repeated: [RepeatedName]
  /// Columns of the sheet that have a value in the first row and no name, among those that have one: pandas' index.
  let nameless: [Int]
  /// Whether the row of the names holds numbers and dates as the one below it does.
  let headerIsData: Bool
  /// Rows above it with one value each.
  let titles: [SheetHeader]
  let hasRows: Bool
  static let mostTitles = 20

  /// - Parameter rows: the first rows with a value; nil where there is none.
  init?(_ rows: [SheetHeader]) {
    guard !rows.isEmpty else { return nil }
    var place = rows.firstIndex { $0.names.count > 1 } ?? 0
    if rows[place].names.count < 3 || !rows[place].looksLikeData { place = 0 }
    let own = rows[place]
    let firstRow = place + 1 < rows.count ? rows[place + 1] : nil
    titles = Array(rows[..<place])
    hasRows = firstRow != nil
    let named = Set(own.names.map(\.column))
    nameless = firstRow?.names.map(\.column).filter { !named.contains($0) && $0 < named.max() ?? 0 } ?? []
    let values = Dictionary(firstRow?.names.map { ($0.column, $0.name) } ?? []) { $1 }
    headerIsData =
      !own.isText && firstRow != nil
      && FirstRecord(own.names.map(\.name), above: [own.names.map { values[$0.column] ?? "" }]).looksLikeData
    (header, repeated) = own.completed(nameless)
  }
}

extension String {
  fileprivate var trimmed: String {
    let end = lastIndex { !$0.isWhitespace }
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end else { return "" }
    return String(self[start...end])
  }
}
