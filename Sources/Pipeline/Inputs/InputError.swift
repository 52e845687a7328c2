package import Failures
import Foundation
package import Retention

/// What is wrong with the files given to `--data` or `inspect`.
package enum InputError: Error, Sendable, Equatable {
  /// A folder without a table; it has `others` other entries.
  case noTables(folder: String, others: Int)
  /// No file matches a pattern.
  case noMatch(pattern: String)
  /// One of several files found in a folder or by a pattern lacks a column.
  case noOrderLines(MappingError)
  /// All lines of a file equal lines of earlier files.
  case repeatedFile(path: String, rows: Int)
  /// No column of a file looks like one of order lines.
  case noMapping(path: String)
  /// Two files need different mappings.
  case severalMappings(first: String, second: String)
}

extension InputError {
  /// Whether a required column is missing.
  var isMissingColumn: Bool { if case .noOrderLines = self { true } else { false } }
}

extension InputError: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    switch self {
    case .noTables(let folder, let others):
      "\(folder): this folder holds \(others == 0 ? "nothing" : "no table by its name"); put files that end in "
        + "\(PathExpansion.endings.map { ".\($0)" }.joined(separator: ", ")) into it, or name a file"
    case .noMatch(let pattern):
      "\(pattern): no file matches this pattern; check the path, and quote the pattern"
    case .noOrderLines(let error):
      "\(error.description.dropLast())\(error.description.hasSuffix("?") ? "?" : ""); or, if this file does not belong "
        + "to the others, leave it out: name those that are meant, as in --data 'folder/*.csv'"
    case .repeatedFile(let path, let rows):
      "\(path): all \(rows == 1 ? "its lines (one)" : "its \(rows) lines") equal lines of earlier files in every column; "
        + "leave \(path.hasSuffix("]") ? "it out by naming the other sheets with ingest.sheet" : "the file out"), or set cleaning.duplicates to drop_overlap if exports overlap"
    case .noMapping(let path):
      "\(path): no column looks like one of order lines, so there is no mapping to save; write one by hand"
    case .severalMappings(let first, let second):
      "\(first) and \(second) need different mappings; save them one by one"
    }
  }
}
