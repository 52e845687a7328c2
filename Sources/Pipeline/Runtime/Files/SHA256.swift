internal import CCrypto
public import Foundation
public import Numerics

/// SHA-256 (FIPS 180-4), computed by OpenSSL.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  public init() {
    // Fails only without memory for some hundred bytes.
    context = EVP_MD_CTX_new()!
    let started = EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(started == 1, "OpenSSL offers SHA-256")
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The digest of all bytes so far.
  public consuming func digest() -> Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &bytes, nil)
    return Digest(bytes: bytes)
  }
}

extension SHA256 {
  /// 32 bytes, written as 64 lower-case hexadecimal digits.
  public struct Digest: Sendable, Hashable {
    public let bytes: [UInt8]

    init(bytes: [UInt8]) {
      precondition(bytes.count == 32, "a SHA-256 digest has 32 bytes")
      self.bytes = bytes
    }
  }

  public static func digest(of bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    Array(bytes).withUnsafeBytes { hash.update($0) }
    return hash.digest()
  }

  /// The digest of a text's UTF-8 bytes.
  public static func digest(of text: String) -> Digest { digest(of: text.utf8) }

  /// The digest of all bytes so far; more may follow.
  private borrowing func digestSoFar() -> Digest {
    let copy = SHA256()
    EVP_MD_CTX_copy_ex(copy.context, context)
    return copy.digest()
  }

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
