public import Tables

/// A source column that plays no part and is carried along.
public struct ExtraColumn: Sendable {
  public enum Values: Sendable {
    /// Codes into a dictionary; −1 where blank.
    case text(codes: SpillableColumn<Int32>, dictionary: StringDictionary)
  }

  public let name: String
  public var values: Values

  public init(name: String, values: Values) {
    self.name = name
    self.values = values
  }
}

extension ExtraColumn {
  /// Codes that are equal exactly where the cells are.
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
