import Foundation
import Hashing
import Numerics
import Runs
import TestSupport
import Testing

@Suite("SHA-256") struct SHA256Tests {
  /// FIPS 180-4 examples, and the empty message.
  static let known = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test("digests of texts and files are the published ones", arguments: known)
  func knownAnswers(message: String, hex: String) throws {
    #expect(SHA256.digest(of: message).hex == hex)
    let folder = try TemporaryFolder()
    #expect(try SHA256.digest(ofFile: folder.write(message, to: "message")).hex == hex)
  }

  @Test("the digest of a million letters a is the published one, and files of several blocks are hashed completely")
  func millionLetters() throws {
    let hex = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    let text = String(repeating: "a", count: 1_000_000)
    #expect(SHA256.digest(of: text).hex == hex)
    let folder = try TemporaryFolder()
    let three = try folder.write(text + text + text, to: "three")
    #expect(try SHA256.digest(ofFile: three) == SHA256.digest(of: text + text + text))
    var hash = SHA256()
    for _ in 0..<1000 { Array(repeating: UInt8(ascii: "a"), count: 1000).withUnsafeBytes { hash.update($0) } }
    #expect(hash.digest().hex == hex)
  }

  @Test("digests of prefixes of a file are those of its first bytes")
  func beginnings() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "0123456789", count: 300_000)
    let file = try folder.write(text, to: "long")
    let lengths = [1, 10, 1 << 20, 1 << 20 + 1, 2_999_999, 3_000_000, 3_000_001]
    let digests = try SHA256.digests(ofFile: file, at: lengths)
    #expect(digests.whole == SHA256.digest(of: text))
    #expect(digests.beginnings == lengths.dropLast().map { SHA256.digest(of: text.utf8.prefix($0)) })
  }

  @Test("digests of many files are in the order of the files, for any number of threads", arguments: [1, 4])
  func manyFiles(threads: Int) throws {
    let folder = try TemporaryFolder()
    let files = try (0..<20).map { try folder.write("file \($0)", to: "\($0)") }
    let digests = try SHA256.digests(ofFiles: files, context: .threads(threads))
    #expect(digests == (0..<20).map { SHA256.digest(of: "file \($0)") })
  }

  @Test("a missing file is an error that names it")
  func missingFile() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("none")
    #expect(throws: FileError(action: .openForReading, path: file.path, code: ENOENT)) {
      try SHA256.digests(ofFiles: [try folder.write("", to: "here"), file], context: .serial)
    }
  }

  @Test("a digest is parsed from its text, and other text is rejected")
  func hexRoundTrip() {
    let digest = SHA256.digest(of: "abc")
    #expect(SHA256.Digest(hex: digest.hex) == digest)
    #expect(SHA256.Digest(hex: String(digest.hex.dropLast())) == nil)
    #expect(SHA256.Digest(hex: digest.hex.dropLast() + "g") == nil)
  }
}
