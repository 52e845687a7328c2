import Foundation
import Runs

/// Expands paths, folders and patterns to files.
struct PathExpansion {
  private(set) var paths: [String] = []
  private(set) var notes: [String] = []
  /// Those of `paths` that were found in a folder or by a pattern that gave several files.
  private(set) var unnamed: Set<String> = []

  /// Extensions of files that are read from folders; `gz` or `zst` can follow.
  static let endings = [
    "csv", "tsv", "tab", "psv", "txt", "jsonl", "ndjson", "parquet", "arrow", "arrows", "feather", "ipc", "xlsx",
    "xlsm",
  ]

  mutating func add(_ path: String) throws {
    switch FileSystem.kind(behind: path) {
    case .folder: try add(folder: path)
    case nil where path.contains { "*?[".contains($0) }: try add(pattern: path)
    // A missing file is reported when it is read.
    default: paths.append(path)
    }
  }

  /// Adds the tables directly in a folder, by name; subfolders are not searched.
  private mutating func add(folder: String) throws {
    let names = try FileSystem.names(in: URL(fileURLWithPath: folder))
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let found = names.filter { Self.isTable($0) && FileSystem.kind(behind: prefix + $0) != .folder }
    guard !found.isEmpty else { throw InputError.noTables(folder: folder, others: names.count) }
    append(found.map { prefix + $0 })
    let taken = Set(found)
    note(names.filter { !taken.contains($0) && !$0.hasPrefix(".") }, in: folder)
  }

  /// Adds the files that a pattern matches, by name, except folders and hidden or unfinished files.
  private mutating func add(pattern: String) throws {
    var matches = glob_t()
    defer { globfree(&matches) }
    let status = glob(pattern, 0, nil, &matches)
    guard status == 0 || status == GLOB_NOMATCH else { throw FileError(action: .list, path: pattern, code: errno) }
    let all = (0..<Int(matches.gl_pathc)).map { String(cString: matches.gl_pathv[$0]!) }.sorted(by: Self.isBefore)
    let found = all.filter {
      !Self.isUnfinished(($0 as NSString).lastPathComponent) && FileSystem.kind(behind: $0) != .folder
    }
    guard !found.isEmpty else { throw InputError.noMatch(pattern: pattern) }
    append(found)
    let taken = Set(found)
    note(all.filter { !taken.contains($0) }, in: pattern)
  }

  private mutating func append(_ found: [String]) {
    paths += found
    if found.count > 1 { unnamed.formUnion(found) }
  }

  private mutating func note(_ names: [String], in place: String) {
    guard !names.isEmpty else { return }
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
    notes.append("passed over in \(place): \(shown)")
  }

  /// Bytewise order, the same in every locale.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Whether a file found in a folder is read.
  static func isTable(_ name: String) -> Bool {
    guard !isUnfinished(name) else { return false }
    var parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if let last = parts.last, ["gz", "zst"].contains(last) { parts.removeLast() }
    return parts.count > 1 && endings.contains(String(parts[parts.count - 1]))
  }

  /// Whether a name is that of a hidden file, an unfinished transfer, or an editor's lock, swap or backup file.
  static func isUnfinished(_ name: String) -> Bool {
    let endings = [".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart", ".swp", "~"]
    return name.hasPrefix(".") || name.hasPrefix("~$") || endings.contains { name.lowercased().hasSuffix($0) }
  }
}
