/// The format of a mutated file.
package enum FuzzFormat: String, CaseIterable, Sendable {
  case csv, jsonl, xlsx, parquet, arrow, mapping, yaml

  /// Without the dot.
  package var fileExtension: String {
    switch self {
    case .csv, .jsonl, .xlsx, .parquet, .arrow, .yaml: rawValue
    case .mapping: "json"
    }
  }
}
