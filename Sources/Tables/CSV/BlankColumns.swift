/// Fields without a name that are blank in the first records, and are left out as long as they stay so.
struct BlankColumns {
  /// Positions of the fields.
  let positions: [Int]
  /// Number of fields of the header.
  let headerCount: Int

  static let none = BlankColumns(positions: [], headerCount: 0)

  /// What a value in one of them is.
  func error(at place: Int, path: String, line: Int) -> TableError {
    let position = positions[place]
    return position < headerCount
      ? .valueWithoutName(path: path, line: line, position: position + 1)
      : .raggedRow(path: path, line: line, expected: headerCount, found: position + 1)
  }
}

/// How many fields the first records have, and which of them are blank.
struct FieldCounts {
  /// Of all records alike; nil where they differ, or there is none.
  private(set) var common: Int?
  private var records = 0
  /// By position: records with more than blanks there.
  private var filled: [Int] = []

  init(_ sample: SampleRecords) {
    var sample = sample
    var differ = false
    while sample.next() {
      if let common { differ = differ || common != sample.fields.count } else { common = sample.fields.count }
      records += 1
      while filled.count < sample.fields.count { filled.append(0) }
      for (position, field) in sample.fields.enumerated() where !field.isBlank { filled[position] += 1 }
    }
    if differ { common = nil }
  }

  func isBlank(at position: Int) -> Bool { position >= filled.count || filled[position] == 0 }
  /// A value is then more likely one too many in its row than one in the right place.
  func isMostlyBlank(at position: Int) -> Bool { position >= filled.count || filled[position] * 2 < records }
}
