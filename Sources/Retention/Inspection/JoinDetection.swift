import Tables

/// Finds out which of several files holds order lines, and by which keys the others complete it.
package struct JoinDetection: Sendable, Hashable {
  /// Place of the file of the lines.
  package let lines: Int
  /// In an order in which they can be joined.
  package let clauses: [JoinClause]
  /// Places of the files that no key leads to.
  package let apart: [Int]
}

extension JoinDetection {
  /// nil where no two files share a key that is unique in one of them, or where all have the same columns.
  ///
  /// - Parameter files: names and what their first rows hold.
  package init?(_ files: [(name: String, profile: FileProfile)]) {
    guard files.count > 1 else { return nil }
    let tables = files.map { KeyedTable($0.profile) }
    guard Set(tables.map(\.headers)).count > 1 else { return nil }
    let found = tables.indices.compactMap { start in
      Self.reached(from: start, tables, files.map(\.name)).map { (start: start, clauses: $0) }
    }
    // The lines reach the most files; of several, those with the most rows.
    let best = found.max { first, second in
      (first.clauses.count, files[first.start].profile.rows, -first.start)
        < (second.clauses.count, files[second.start].profile.rows, -second.start)
    }
    guard let best else { return nil }
    let joined = Set(best.clauses.map(\.file))
    let apart = files.indices.filter { $0 != best.start && !joined.contains(files[$0].name) }
    self.init(lines: best.start, clauses: best.clauses, apart: apart)
  }

  /// The files that a row of one file leads to; nil for none.
  private static func reached(from start: Int, _ tables: [KeyedTable], _ names: [String]) -> [JoinClause]? {
    var clauses: [JoinClause] = []
    var joined = [start]
    var isJoined = Set(joined)
    var next = 0
    while next < joined.count {
      let own = joined[next]
      next += 1
      for other in tables.indices where !isJoined.contains(other) && tables[other].headers != tables[start].headers {
        guard let (column, key) = tables[own].key(of: tables[other]) else { continue }
        clauses.append(JoinClause(file: names[other], column: column, key: key))
        isJoined.insert(other)
        joined.append(other)
      }
    }
    return clauses.isEmpty ? nil : clauses
  }
}

/// A file's columns as keys.
private struct KeyedTable {
  let headers: [String]
  private let columns: [(name: String, folded: String, sample: ColumnSample, isUnique: Bool)]
  private let isWhole: Bool

  init(_ profile: FileProfile) {
    headers = profile.columns.map { HeaderMatch.folded($0.name) }
    isWhole = profile.isWhole
    columns = zip(profile.columns, profile.samples).compactMap { column, sample in
      guard [.code, .integer, .text].contains(column.content), !column.isDistinctBounded else { return nil }
      let isUnique = column.blanks == 0 && column.distinct == profile.rows && profile.rows > 1
      return (column.name, HeaderMatch.folded(column.name), sample, isUnique)
    }
  }

  /// Columns of this and of another file by which each row here has at most one there: of one name, unique there, and
  /// known there as far as the rows show.
  func key(of other: KeyedTable) -> (column: String, key: String)? {
    var best: (column: String, key: String, share: Double)?
    for column in columns where !column.folded.isEmpty {
      for candidate in other.columns where candidate.isUnique && Self.isSameKey(column.folded, candidate.folded, other)
      {
        let share = Self.share(of: column.sample, in: candidate.sample)
        // The first rows of two large files need not be about the same.
        guard share >= (other.isWhole ? 0.5 : 0.02), share > best?.share ?? 0 else { continue }
        best = (column.name, candidate.name, share)
      }
    }
    return best.map { ($0.column, $0.key) }
  }

  /// `customer_id` leads to `customer_id`, and to a column `id`.
  private static func isSameKey(_ own: String, _ key: String, _ other: KeyedTable) -> Bool {
    own == key || key == "id" && own.hasSuffix("id") && own.count > 2
  }

  /// Share of the distinct texts of one column that another has.
  private static func share(of column: ColumnSample, in other: ColumnSample) -> Double {
    guard column.texts.count > 0 else { return 0 }
    let found = (0..<Int32(column.texts.count)).count { code in
      column.texts.withBytes(of: code) { other.texts.existingCode(for: $0) != nil }
    }
    return Double(found) / Double(column.texts.count)
  }
}
