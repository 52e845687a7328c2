import Text

/// The columns of a CSV file, as its header and the records below it show them.
struct CSVHeader {
  /// Names of the columns, each once, and their positions among the fields of a row.
  private(set) var columns: [(name: String, position: Int)] = []
  /// Number of fields of a row.
  private(set) var fieldCount: Int
  /// Fields that are left out because they are blank and have no name.
  private(set) var blank = BlankColumns.none
  private(set) var facts = HeaderFacts()
  let dialect: CSVDialect
  private(set) var warnings: [String] = []
  /// What only the log needs to know.
  private(set) var notes: [String] = []

  /// Reads the first record that is not blank, behind the line of a separator and titles.
  init(reading reader: CSVBlockReader, path: String, options: TextOptions) throws(TableError) {
    var (dialect, titles) = reader.withHead { head, isWhole in
      CSVDialect.detect(head, isWhole: isWhole, options: options)
    }
    dialect.hasHeader = options.header != .absent
    self.dialect = dialect
    var above: [String] = []
    for _ in 0..<titles {
      guard let (fields, _) = try reader.header(dialect) else { break }
      above += fields.map { $0[0] }.filter { !$0.isEmpty && $0.prefix(4).lowercased() != "sep=" }
    }
    guard let (fields, line) = try reader.header(dialect, isKept: !dialect.hasHeader) else {
      throw .empty(path: path)
    }
    fieldCount = fields.count
    guard dialect.hasHeader else {
      columns = fields.indices.map { (positionName($0 + 1, among: []), $0) }
      if !above.isEmpty {
        warnings.append("what stands above the first row, on line \(line), is passed over: \(excerpt(above))")
      }
      return
    }
    let names = try fields.enumerated().map { position, field throws(TableError) in
      guard let name = field.withBytes(0, trimmedName) else {
        throw .notUTF8(path: path, line: line, column: "\(position + 1)")
      }
      return name
    }
    if options.header == nil, isData(names, reader, behind: titles) {
      throw .firstLineIsData(path: path, line: line, fields: names)
    }
    if !above.isEmpty {
      warnings.append("the header is line \(line); what stands above it is passed over: \(excerpt(above))")
    }
    name(names, reader, behind: titles)
  }

  private func isData(_ names: [String], _ reader: CSVBlockReader, behind titles: Int) -> Bool {
    reader.withHead { text, isWhole in
      FirstRecord(names, above: SampleRecords(text, isWhole: isWhole, dialect, behind: titles + 1)).looksLikeData
    }
  }

  /// Names the columns, and leaves out fields without a name that nothing stands in.
  private mutating func name(_ names: [String], _ reader: CSVBlockReader, behind titles: Int) {
    let counts = reader.withHead { text, isWhole in
      FieldCounts(SampleRecords(text, isWhole: isWhole, dialect, behind: titles + 1))
    }
    let nameless = names.reversed().prefix { $0.isEmpty }.count
    if let common = counts.common {
      let isLonger = common > names.count && (names.count..<common).allSatisfy { counts.isMostlyBlank(at: $0) }
      if isLonger || common < names.count && names.count - common <= nameless { fieldCount = common }
    }
    let positions = 0..<fieldCount
    let blankPositions = positions.filter { $0 >= names.count || names[$0].isEmpty && counts.isBlank(at: $0) }
    blank = BlankColumns(positions: blankPositions, headerCount: names.count)
    warnOfBlanks(names.count)
    let kept = positions.filter { !blankPositions.contains($0) }
    let (distinct, repeated) = distinctNames(
      kept.map { names[$0] }.filter { !$0.isEmpty },
      positions: kept.filter { !names[$0].isEmpty }.map { $0 + 1 })
    facts.repeated = repeated
    warnings += repeated.map(\.warning)
    var rest = distinct[...]
    var taken = Set(distinct)
    for position in kept {
      if names[position].isEmpty {
        let name = positionName(position + 1, among: taken)
        taken.insert(name)
        notes.append("column \(position + 1) has no name in the header; it is carried along as \(name)")
        columns.append((name, position))
      } else {
        columns.append((rest.removeFirst(), position))
      }
    }
  }

  private mutating func warnOfBlanks(_ headerCount: Int) {
    let dropped = max(0, headerCount - fieldCount)
    if dropped > 0 {
      warnings.append("the header ends in \(counted(dropped, "separator")) more than the rows; it is passed over")
    }
    guard !blank.positions.isEmpty else { return }
    let list = blank.positions.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
    let more = blank.positions.count > 5 ? " and \(blank.positions.count - 5) more" : ""
    warnings.append(
      blank.positions.count == 1
        ? "field \(list) has no name and is blank in all rows; it is left out"
        : "fields \(list)\(more) have no name and are blank in all rows; they are left out")
  }
}

/// The name without the blanks around it; nil where it is not UTF-8.
private func trimmedName(_ bytes: TextBytes) -> String? {
  guard isUTF8(bytes) else { return nil }
  let start = bytes.firstIndex { !$0.isBlank } ?? bytes.endIndex
  let end = (bytes.lastIndex { !$0.isBlank } ?? start - 1) + 1
  return String(decoding: bytes[start..<end], as: UTF8.self)
}
