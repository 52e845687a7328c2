import Foundation
package import Hashing
package import Numerics
package import Runs
import Tables

/// The files that a run reads: paths, folders and patterns expanded, with files of equal content once.
package struct InputFiles: Sendable {
  /// A file, and its state when it was found.
  package struct File: Sendable, Hashable {
    /// The path as given, or as found from the given folder or pattern; absolute if the base run has read another file
    /// of the same path.
    package fileprivate(set) var path: String
    let stamp: FileStamp
    /// nil if it has not been needed yet.
    package fileprivate(set) var digest: SHA256.Digest?
  }

  /// In the order of the input.
  package private(set) var files: [File] = []
  /// One sentence for each file that was given twice.
  package private(set) var warnings: [String] = []
  /// Number of files left out because a run has read them.
  package private(set) var leftOut = 0
  /// One sentence for each group of files that was skipped or left out.
  package private(set) var notes: [String] = []
  /// Paths not named individually: found in a folder or by a pattern that gave several files.
  package private(set) var unnamed: Set<String> = []

  /// - Parameters:
  ///   - paths: files, folders and patterns such as `exports/*.csv`, in the order of the input.
  ///   - context: for computing digests of files of equal size.
  /// - Throws: `InputError`, `Cancelled`, and `TableError` or `FileError` for a file that cannot be read.
  package init(_ paths: [String], context: ExecutionContext) throws {
    var expansion = PathExpansion()
    for path in paths { try expansion.add(path) }
    notes = expansion.notes
    unnamed = expansion.unnamed
    try add(expansion.paths, context)
  }
}

extension InputFiles.File {
  /// The absolute path, with links resolved.
  fileprivate var location: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path }
}

extension InputFiles {
  /// Leaves out files that a run has read.
  ///
  /// - Throws: `RunError.grownInput` for a file that has changed since the run read it; `FileError`, `Cancelled`.
  package mutating func leaveOut(_ earlier: [Manifest.InputFile], of run: PublishedRun, _ context: ExecutionContext)
    throws
  {
    let known = Set(earlier.map(\.sha256))
    // Compared as bytes, because `String` treats the two encodings of é as equal.
    let paths = Set(earlier.map { Array($0.path.utf8) })
    let locations = Set(earlier.compactMap(\.location).map { Array($0.utf8) })
    let lengths = Set(earlier.map(\.bytes)).subtracting([0]).sorted()
    let all = files
    let digests = try context.mapParts(all.count) { index, part in
      try SHA256.digests(
        ofFile: URL(fileURLWithPath: all[index].path), at: lengths, cancellation: part.cancellation)
    }
    var left: [String] = []
    files = []
    for (file, (beginnings, whole)) in zip(all, digests) {
      if known.contains(whole) {
        left.append(file.path)
        continue
      }
      let location = file.location
      let isGrown = beginnings.contains(where: known.contains) || locations.contains(Array(location.utf8))
      guard !isGrown else { throw RunError.grownInput(path: file.path, run: run.name) }
      var file = file
      file.digest = whole
      if paths.contains(Array(file.path.utf8)) { file.path = location }
      files.append(file)
    }
    leftOut = left.count
    guard !left.isEmpty else { return }
    let shown = left.prefix(5).joined(separator: ", ") + (left.count > 5 ? " and \(left.count - 5) more" : "")
    notes.append("the run \(run.name) has read \(shown) already")
  }

  /// Records for the manifest; `rows` and `readAs` are filled in after the files are read.
  ///
  /// - Throws: `FileError`, `Cancelled`.
  package func records(_ context: ExecutionContext) throws -> [Manifest.InputFile] {
    let unknown = files.filter { $0.digest == nil }.map { URL(fileURLWithPath: $0.path) }
    var digests = try SHA256.digests(ofFiles: unknown, context: context)[...]
    return files.map { file in
      Manifest.InputFile(
        path: file.path, location: file.location, bytes: file.stamp.bytes,
        sha256: file.digest ?? digests.removeFirst())
    }
  }

  /// Paths of `files`.
  package var paths: [String] { files.map(\.path) }

  private mutating func add(_ paths: [String], _ context: ExecutionContext) throws {
    let candidates = try paths.map { path in
      let file = File(path: path, stamp: try FileStamp(of: path))
      // The reader gives better errors for a bad path than the digest does.
      try TableReader.requireFile(path)
      return file
    }
    let digests = try digests(of: candidates, context)
    // The stamp includes device and inode, so it identifies a file under any path.
    var byStamp: [FileStamp: File] = [:]
    var byDigest: [SHA256.Digest: File] = [:]
    for file in candidates {
      let digest = digests[file.path]
      var file = file
      file.digest = digest
      if let same = byStamp[file.stamp] {
        warnings.append(
          same.path == file.path
            ? "\(file.path) is given twice; it is counted once"
            : "\(file.path) is the same file as \(same.path); it is counted once")
      } else if let same = digest.flatMap({ byDigest[$0] }) {
        warnings.append("\(file.path) holds the same bytes as \(same.path); they are counted once")
      } else {
        files.append(file)
        byStamp[file.stamp] = file
        if let digest { byDigest[digest] = file }
      }
    }
  }

  /// Digests, by path, of files that share their size with another one: only these can be equal.
  private func digests(of files: [File], _ context: ExecutionContext) throws -> [String: SHA256.Digest] {
    let bySize = Dictionary(grouping: files, by: \.stamp.bytes).mapValues { Set($0.map(\.stamp)).count }
    let suspects = files.filter { bySize[$0.stamp.bytes, default: 0] > 1 }
    let digests = try SHA256.digests(ofFiles: suspects.map { URL(fileURLWithPath: $0.path) }, context: context)
    return Dictionary(zip(suspects.map(\.path), digests)) { first, _ in first }
  }
}
