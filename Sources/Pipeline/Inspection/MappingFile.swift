package import Foundation
import Retention
import Runs

/// The file that `--mapping` reads.
package enum MappingFile {
  /// Writes the suggested mapping, which must be the same for all files.
  ///
  /// - Throws: `InputError.noMapping` if nothing is suggested, `.severalMappings` if the files differ;
  ///   `CustomerTableError`; `FileError`.
  package static func write(_ files: [FileInspection], to target: URL) throws {
    for file in files {
      if let table = file.suggestion.customers { throw CustomerTableError(file: file.path, table: table) }
    }
    guard let first = files.first, !first.suggestion.choices.isEmpty else {
      throw InputError.noMapping(path: files.first?.path ?? "the input")
    }
    let document = MappingDocument(first)
    // Files beside a joined one are no part of it.
    if first.joins.isEmpty, let other = files.first(where: { MappingDocument($0) != document }) {
      throw InputError.severalMappings(first: first.path, second: other.path)
    }
    try FileSystem.writeAtomically(JSONText.pretty(document), to: target)
  }
}
