public import Foundation
public import Hashing
public import Numerics

extension SHA256 {
  /// Reads a file in pieces of one megabyte.
  public static func digest(ofFile file: URL) throws(FileError) -> Digest {
    try digests(ofFile: file, at: []).whole
  }

  /// The digest of a file, and those of its beginnings.
  ///
  /// - Parameter lengths: of the beginnings in bytes, ascending; those longer than the file have no digest.
  package static func digests(ofFile file: URL, at lengths: [Int]) throws(FileError) -> (
    beginnings: [Digest], whole: Digest
  ) {
    var beginnings: [Digest] = []
    var before = 0
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last(.openForReading, file.path) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var hash = SHA256()
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return (beginnings, hash.digest()) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last(.read, file.path)
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

  /// Digests in the order of `files`, several files at a time. The first file that cannot be read is the error.
  public static func digests(ofFiles files: [URL], parallelism: Parallelism) throws(FileError) -> [Digest] {
    let results = parallelism.map(files.count) { index -> Result<Digest, FileError> in
      do throws(FileError) { return .success(try digest(ofFile: files[index])) } catch { return .failure(error) }
    }
    var digests: [Digest] = []
    for result in results { digests.append(try result.get()) }
    return digests
  }
}
