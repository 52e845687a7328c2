internal import CCrypto

/// SHA-256 (FIPS 180-4), computed by OpenSSL.
package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// Starts the digest of an empty message.
  package init() {
    // Nil only if a few hundred bytes cannot be allocated.
    context = EVP_MD_CTX_new()!
    let started = EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(started == 1, "OpenSSL offers SHA-256")
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends bytes to the message.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Ends the computation and returns the digest of all bytes appended.
  package consuming func digest() -> Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &bytes, nil)
    return Digest(bytes: bytes)
  }
}

extension SHA256 {
  /// 32 bytes, written as 64 lowercase hexadecimal digits.
  package struct Digest: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
      precondition(bytes.count == 32, "a SHA-256 digest has 32 bytes")
      self.bytes = bytes
    }
  }

  /// The digest of a sequence of bytes.
  package static func digest(of bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    Array(bytes).withUnsafeBytes { hash.update($0) }
    return hash.digest()
  }

  /// The digest of a text's UTF-8 bytes.
  package static func digest(of text: String) -> Digest { digest(of: text.utf8) }

  /// The first 64 bits, big-endian, of the digest of a text: the same for an id in every run and data set.
  package static func leading64Bits(of text: String) -> UInt64 {
    digest(of: text).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The digest of all bytes appended so far; more may follow.
  package borrowing func digestSoFar() -> Digest {
    let copy = SHA256()
    EVP_MD_CTX_copy_ex(copy.context, context)
    return copy.digest()
  }
}
