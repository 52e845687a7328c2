/// The format of a mutated file.
public enum FuzzFormat: String, CaseIterable, Sendable {
  case csv, xlsx, parquet, arrow, mapping, yaml

  /// Without the dot.
  public var fileExtension: String {
    switch self {
    case .csv, .xlsx, .parquet, .arrow, .yaml: rawValue
    case .mapping: "json"
    }
  }
}
