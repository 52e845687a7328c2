// Columns of one kind of value each, as writers of tables make them.

extension Column {
  /// Numbers; NaN and infinities become null.
  public static func doubles(_ name: String, _ values: [Double]) -> Column {
    let isNull = values.map { !$0.isFinite }
    return Column(name: name, values: .double(Primitive(values, isNull: isNull.contains(true) ? isNull : nil)))
  }

  /// Whole numbers held as doubles; NaN becomes null.
  public static func integers(_ name: String, _ values: [Double]) -> Column {
    let isNull = values.map(\.isNaN)
    let whole = values.map { $0.isNaN ? 0 : Int32($0) }
    return Column(name: name, values: .int32(Primitive(whole, isNull: isNull.contains(true) ? isNull : nil)))
  }

  public static func integers(_ name: String, _ values: [Int32]) -> Column {
    Column(name: name, values: .int32(Primitive(values)))
  }

  public static func integers(_ name: String, _ values: [Int]) -> Column {
    Column(name: name, values: .int64(Primitive(values.map(Int64.init))))
  }

  public static func bools(_ name: String, _ values: [Bool]) -> Column {
    Column(name: name, values: .bool(Primitive(values)))
  }

  /// Text whose values repeat, stored as codes into a dictionary; nil is null.
  public static func categories(_ name: String, _ values: [String?]) -> Column {
    Column(name: name, values: .dictionary(DictionaryColumn(values)))
  }

  /// Text whose values hardly repeat; nil is null.
  public static func strings(_ name: String, _ values: [String?]) -> Column {
    Column(name: name, values: .string(StringColumn(values)))
  }

  public static func days(_ name: String, _ values: [Int32]) -> Column {
    Column(name: name, values: .date(Primitive(values)))
  }

  public static func times(_ name: String, _ values: [Int64], unknown: Int64? = nil) -> Column {
    let isNull = unknown.map { unknown in values.map { $0 == unknown } }
    return Column(
      name: name, values: .timestamp(Primitive(values, isNull: isNull?.contains(true) == true ? isNull : nil)))
  }

  /// Codes into a dictionary of strings; negative ones are null.
  public static func codes(_ name: String, _ codes: [Int32], _ dictionary: StringColumn) -> Column {
    let isNull = codes.map { $0 < 0 }
    let safe = codes.map { max(0, $0) }
    guard dictionary.count > 0 else {
      return Column(name: name, values: .string(StringColumn([String?](repeating: nil, count: codes.count))))
    }
    let values = Primitive(safe, isNull: isNull.contains(true) ? isNull : nil)
    return Column(name: name, values: .dictionary(DictionaryColumn(codes: values, dictionary: dictionary)))
  }
}
