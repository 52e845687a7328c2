import Foundation
package import Hashing
package import Numerics
package import Runs
import Tables

/// The files that a run reads: what paths, folders and patterns stand for, each content once.
package struct InputFiles: Sendable {
  package struct File: Sendable, Hashable {
    /// As it was given, or as its folder or pattern was, with its name behind; in full where a run knows another file
    /// by that name.
    package fileprivate(set) var path: String
    let stamp: FileStamp
    /// nil where it was not needed.
    package fileprivate(set) var digest: SHA256.Digest?
  }

  package private(set) var files: [File] = []
  /// What a user should know: files that were given twice.
  package private(set) var warnings: [String] = []
  /// Files that a run has read already.
  package private(set) var leftOut = 0
  /// What was passed over in folders.
  package private(set) var notes: [String] = []
  /// Paths that nobody named: of folders and patterns that stand for several files.
  package private(set) var unnamed: Set<String> = []

  /// - Parameters:
  ///   - paths: files, folders and patterns such as `exports/*.csv`, in the order of the input.
  ///   - context: for the digests of files of equal size.
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
  /// The path in full, without links.
  fileprivate var location: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path }
}

extension InputFiles {
  /// Passes over files that a run has read already.
  ///
  /// - Throws: `RunError.grownInput` for a file of the run that holds something else by now.
  package mutating func leaveOut(_ earlier: [Manifest.InputFile], of run: PublishedRun, _ context: ExecutionContext)
    throws
  {
    let known = Set(earlier.map(\.sha256))
    // By bytes: `String` takes two ways to write é for one.
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

  /// For the manifest; `rows` are filled in by whoever reads the files.
  package func records(_ context: ExecutionContext) throws -> [Manifest.InputFile] {
    let unknown = files.filter { $0.digest == nil }.map { URL(fileURLWithPath: $0.path) }
    var digests = try SHA256.digests(ofFiles: unknown, context: context)[...]
    return files.map { file in
      Manifest.InputFile(
        path: file.path, location: file.location, bytes: file.stamp.bytes,
        sha256: file.digest ?? digests.removeFirst())
    }
  }

  package var paths: [String] { files.map(\.path) }

  private mutating func add(_ paths: [String], _ context: ExecutionContext) throws {
    let candidates = try paths.map { path in
      let file = File(path: path, stamp: try FileStamp(of: path))
      // The reader says better than a digest what is wrong with a path.
      try TableReader.requireFile(path)
      return file
    }
    let digests = try digests(of: candidates, context)
    // The stamp holds device and inode: one file, by whatever path.
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

  /// Of files that are as long as another one: only these can be equal.
  private func digests(of files: [File], _ context: ExecutionContext) throws -> [String: SHA256.Digest] {
    let bySize = Dictionary(grouping: files, by: \.stamp.bytes).mapValues { Set($0.map(\.stamp)).count }
    let suspects = files.filter { bySize[$0.stamp.bytes, default: 0] > 1 }
    let digests = try SHA256.digests(ofFiles: suspects.map { URL(fileURLWithPath: $0.path) }, context: context)
    return Dictionary(zip(suspects.map(\.path), digests)) { first, _ in first }
  }
}
