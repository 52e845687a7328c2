package import Foundation
package import Hashing
package import Numerics

extension SHA256 {
  /// The digest of a file, which is read in blocks of 1 MiB.
  ///
  /// - Throws: `FileError`; `Cancelled`, checked before each block.
  package static func digest(ofFile file: URL, cancellation: CancellationFlag = CancellationFlag()) throws -> Digest {
    try digests(ofFile: file, at: [], cancellation: cancellation).whole
  }

  /// The digests of a file and of its prefixes.
  ///
  /// - Parameter lengths: lengths of the prefixes in bytes, ascending; those longer than the file have no digest.
  /// - Throws: as `digest(ofFile:cancellation:)`.
  package static func digests(
    ofFile file: URL, at lengths: [Int], cancellation: CancellationFlag = CancellationFlag()
  ) throws -> (beginnings: [Digest], whole: Digest) {
    var beginnings: [Digest] = []
    var before = 0
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.last(.openForReading, file.path) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var hash = SHA256()
    while true {
      try cancellation.check()
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return (beginnings, hash.digest()) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError.last(.read, file.path)
      }
      var start = 0
      while beginnings.count < lengths.count, lengths[beginnings.count] <= before + count {
        let end = lengths[beginnings.count] - before
        hash.update(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        start = end
        beginnings.append(hash.digestSoFar())
      }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[start..<count]))
      before += count
    }
  }

  /// Digests of several files, computed in parallel, in the order of `files`.
  ///
  /// - Throws: `FileError` for the first file in order that cannot be read; `Cancelled`.
  package static func digests(ofFiles files: [URL], context: ExecutionContext) throws -> [Digest] {
    try context.mapParts(files.count) { index, part in
      try digest(ofFile: files[index], cancellation: part.cancellation)
    }
  }
}
