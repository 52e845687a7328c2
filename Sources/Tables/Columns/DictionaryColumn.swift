/// A column of strings that repeat: one code per row into a dictionary of strings.
///
/// Work on text (parsing, matching) is done once an entry of the dictionary, not once a row. Entries may repeat and
/// need not all be used; a null row's code is unspecified.
public struct DictionaryColumn: Sendable {
  public let codes: Primitive<Int32>
  public let dictionary: StringColumn

  public init(codes: Primitive<Int32>, dictionary: StringColumn) {
    self.codes = codes
    self.dictionary = dictionary
  }
}

extension DictionaryColumn {
  /// Strings, a row each; the dictionary holds them in order of first appearance.
  public init(_ values: [String?]) {
    var dictionary = StringDictionary()
    let codes = values.map { value in value.map { dictionary.code(for: $0) } }
    self.init(codes: Primitive(codes, placeholder: 0), dictionary: dictionary.asColumn())
  }

  public var count: Int { codes.count }
  public var nullCount: Int { codes.nullCount }

  public func isNull(_ row: Int) -> Bool { codes.isNull(row) }

  /// The string of row `row`; empty where it is null.
  public subscript(row: Int) -> String {
    isNull(row) ? "" : dictionary[Int(codes[row])]
  }

  /// All strings, nulls as nil.
  public var array: [String?] {
    let strings = dictionary.array
    return (0..<count).map { isNull($0) ? nil : strings[Int(codes[$0])] }
  }

  /// The rows named by `rows`, in that order, with the same dictionary.
  public func selecting(_ rows: [Int]) -> DictionaryColumn {
    DictionaryColumn(codes: codes.selecting(rows), dictionary: dictionary)
  }

  /// One dictionary in order of first appearance.
  static func concatenating(_ parts: [DictionaryColumn]) -> DictionaryColumn {
    if parts.count == 1 { return parts[0] }
    var dictionary = StringDictionary()
    var codes: [Int32] = []
    codes.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { codes.append(contentsOf: dictionary.codes(for: part)) }
    let nulls = codes.count { $0 < 0 }
    let validity = nulls > 0 ? Validity(count: codes.count) { codes[$0] < 0 } : nil
    if nulls > 0 {
      for row in codes.indices where codes[row] < 0 { codes[row] = 0 }
    }
    return DictionaryColumn(
      codes: Primitive(storage: .array(codes), validity: validity, nullCount: nulls), dictionary: dictionary.asColumn())
  }
}
