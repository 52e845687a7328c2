package import Tables

/// A source column that no computation reads, and that is carried along.
package struct ExtraColumn: Sendable {
  /// Its cells.
  package enum Values: Sendable {
    /// Codes into a dictionary; −1 where blank.
    case text(codes: SpillableColumn<Int32>, dictionary: StringDictionary)
  }

  /// Header in the source.
  package let name: String
  /// By row.
  package var values: Values

  package init(name: String, values: Values) {
    self.name = name
    self.values = values
  }
}

extension ExtraColumn {
  /// Codes that are equal exactly where the cells are equal.
  var codes: SpillableColumn<Int32> {
    switch values {
    case .text(let codes, _): codes
    }
  }

  func release(_ range: Range<Int>) {
    switch values {
    case .text(let codes, _): codes.release(range)
    }
  }
}
