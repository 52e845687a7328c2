/// What a mutated file is made from, and read as.
public enum FuzzFormat: String, CaseIterable, Sendable {
  case csv, xlsx, parquet, arrow, mapping, yaml

  public var fileExtension: String {
    switch self {
    case .csv, .xlsx, .parquet, .arrow, .yaml: rawValue
    case .mapping: "json"
    }
  }
}
