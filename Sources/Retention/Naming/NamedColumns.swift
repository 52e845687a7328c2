/// Columns of numbers by name: a row is a cluster (its means) or a customer; NaN is null.
package struct NamedColumns: Sendable {
  /// Full names, each once.
  package let names: [String]
  /// `columns[i]` belongs to `names[i]`.
  package let columns: [[Double]]
  /// Clusters or customers.
  package let rowCount: Int
}

extension NamedColumns {
  /// - Parameters:
  ///   - names: each column once; a short name, such as `recency`, stands for its full one.
  ///   - columns: one for each name, all of the same length.
  package init(names: [String], columns: [[Double]]) {
    let fullNames = names.map { ColumnVocabulary.naming.fullName(of: $0) ?? $0 }
    precondition(names.count == columns.count, "each column has a name")
    precondition(Set(fullNames).count == names.count, "a column occurs once")
    rowCount = columns.first?.count ?? 0
    precondition(columns.allSatisfy { [rowCount] in $0.count == rowCount }, "columns are of one length")
    self.names = fullNames
    self.columns = columns
  }

  /// Values by row; NaN is null.
  ///
  /// - Throws: `NamingError.missingColumn`.
  package func column(_ fullName: String) throws(NamingError) -> [Double] {
    guard let index = names.firstIndex(of: fullName) else {
      throw .missingColumn(name: fullName, present: names)
    }
    return columns[index]
  }
}
