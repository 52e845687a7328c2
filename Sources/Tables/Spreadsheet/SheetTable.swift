import Text

/// The table on a sheet.
struct SheetTable {
  let sheet: Workbook.Sheet
  let top: SheetTop
}

/// The sheets of a workbook that are read as one table, and the others.
struct SheetTables {
  /// In the order in which they are read; at least one.
  private(set) var chosen: [SheetTable] = []
  private(set) var left: [(sheet: Workbook.Sheet, reason: Reason)] = []

  /// Why a sheet is not read.
  enum Reason {
    /// It holds nothing, or one value in its first rows, as a cover does.
    case noTable
    /// A header alone.
    case noRows
    case hidden(SheetTop)
    case otherColumns(SheetTop)
  }

  /// - Throws: `missingSheet`; `otherSheetColumns` where sheets that are asked for differ; `empty` where none of them
  ///   holds a value.
  init(_ choice: SheetChoice, of workbook: Workbook, _ shared: SharedStrings) throws(TableError) {
    switch choice {
    case .automatic:
      chooseAlike(try workbook.sheets.map { sheet throws(TableError) in (sheet, try workbook.top(of: sheet, shared)) })
    case .all:
      let tops = try workbook.sheets.map { sheet throws(TableError) in (sheet, try workbook.top(of: sheet, shared)) }
      let hasTable = tops.contains { $0.1.map { $0.header.names.count > 1 } ?? false }
      for (sheet, top) in tops { add(sheet, top, isTable: !hasTable || top.map { $0.header.names.count > 1 } ?? false) }
    case .named(let names):
      for name in names where !chosen.contains(where: { $0.sheet.name == name }) {
        guard let sheet = workbook.sheets.first(where: { $0.name == name }) else {
          throw .missingSheet(name, in: workbook.sheets.map(\.name), path: workbook.archive.path)
        }
        add(sheet, try workbook.top(of: sheet, shared), isTable: true)
      }
    }
    guard let first = chosen.first else { throw .empty(path: workbook.archive.path) }
    guard let other = chosen.first(where: { !$0.top.header.isAlike(first.top.header) }) else { return }
    throw .otherSheetColumns(
      path: workbook.archive.path, first: first.sheet.name, second: other.sheet.name,
      onlyFirst: first.top.header.names(missingFrom: other.top.header),
      onlySecond: other.top.header.names(missingFrom: first.top.header))
  }

  private mutating func add(_ sheet: Workbook.Sheet, _ top: SheetTop?, isTable: Bool) {
    if let top, isTable {
      chosen.append(SheetTable(sheet: sheet, top: top))
    } else {
      left.append((sheet, .noTable))
    }
  }

  private mutating func chooseAlike(_ tops: [(sheet: Workbook.Sheet, top: SheetTop?)]) {
    let filled = (tops.filter { !$0.sheet.isHidden } + tops.filter(\.sheet.isHidden)).compactMap { sheet, top in
      top.map { SheetTable(sheet: sheet, top: $0) }
    }
    guard let first = filled.first(where: \.isTable) ?? filled.first else { return }
    for (sheet, top) in tops {
      guard let top, top.header.names.count > 1 || sheet.part == first.sheet.part else {
        left.append((sheet, .noTable))
        continue
      }
      let table = SheetTable(sheet: sheet, top: top)
      if sheet.part == first.sheet.part {
        chosen.append(table)
      } else if !top.hasRows {
        left.append((sheet, .noRows))
      } else if !table.isTable || !first.isTable || !top.header.isAlike(first.top.header) {
        left.append((sheet, .otherColumns(top)))
      } else if sheet.isHidden && !first.sheet.isHidden {
        left.append((sheet, .hidden(top)))
      } else {
        chosen.append(table)
      }
    }
  }
}

extension SheetTable {
  fileprivate var isTable: Bool { top.header.looksLikeData && top.hasRows }
}

extension Workbook {
  fileprivate func top(of sheet: Sheet, _ shared: SharedStrings) throws(TableError) -> SheetTop? {
    let preview = SheetReader(.preview, sheet, of: self, shared)
    try parseXML(try archive.open(sheet.part), into: preview, ahead: false)
    return SheetTop(preview.firstRows)
  }

  /// Rows below the header of a sheet that is not read; nil where they cannot be counted.
  private func rowCount(of sheet: Sheet, _ top: SheetTop, _ shared: SharedStrings) -> Int? {
    let counter = SheetReader(.count, sheet, of: self, shared, headerRow: top.header.row)
    do throws(TableError) {
      try parseXML(try archive.open(sheet.part, again: true), into: counter, ahead: false)
    } catch {
      return nil
    }
    return counter.rowCount
  }

  /// What a user should know about the sheets that are not read: where rows are left out, and what else is passed over.
  func sentences(
    on left: [(sheet: Sheet, reason: SheetTables.Reason)], _ shared: SharedStrings
  ) -> (warnings: [String], notes: [String]) {
    var warnings: [String] = []
    func warn(_ sheet: Sheet, _ top: SheetTop, _ why: String) {
      let rows = rowCount(of: sheet, top, shared).map { counted($0, "row", as: grouped($0)) } ?? "rows not countable"
      warnings.append(
        "left out the sheet '\(excerpt(sheet.name))' (\(rows)), which \(why); to read it, name it with ingest.sheet")
    }
    var (covers, blanks): ([String], [String]) = ([], [])
    for (sheet, reason) in left {
      switch reason {
      case .noTable: covers.append("'\(excerpt(sheet.name))'")
      case .noRows: blanks.append("'\(excerpt(sheet.name))'")
      case .hidden(let top): warn(sheet, top, "has the same columns but is hidden")
      case .otherColumns(let top): warn(sheet, top, "has other columns: \(excerpt(top.header.names.map(\.name)))")
      }
    }
    let passed = [(covers, "without a table"), (blanks, "with a header and no rows")].filter { !$0.0.isEmpty }
    let notes = passed.map { "passed over the \($0.count > 1 ? "sheets" : "sheet") \(listed($0)), \($1)" }
    return (warnings, notes)
  }
}
