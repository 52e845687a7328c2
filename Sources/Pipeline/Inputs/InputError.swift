import Foundation

/// Why no file could be found for what `--data` names.
public enum InputError: Error, Sendable, Hashable {
  /// A folder without a table; `others` things are in it.
  case noTables(folder: String, others: Int)
  case noMatch(pattern: String)
}

extension InputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noTables(let folder, let others):
      "\(folder): this folder holds \(others == 0 ? "nothing" : "no table by its name"); put files that end in "
        + "\(PathExpansion.endings.map { ".\($0)" }.joined(separator: ", ")) into it, or name a file"
    case .noMatch(let pattern):
      "\(pattern): no file matches this pattern; check the path, and quote the pattern"
    }
  }
}
