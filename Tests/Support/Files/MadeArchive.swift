import CZip
import Foundation

/// ZIP archives for tests, in memory.
package enum MadeArchive {
  /// A file in the archive, by its path.
  package typealias Entry = (name: String, bytes: [UInt8])

  /// The bytes of an archive with these entries, the same for the same entries.
  ///
  /// - Throws: `MadeArchiveError`.
  package static func pack(_ entries: [Entry], deflated: Bool = true) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("archive-\(UUID().uuidString)").path
    defer { unlink(path) }
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else { throw MadeArchiveError(code: code) }
    for entry in entries {
      // The archive reads the copy when it is closed, and then frees it.
      let copy = malloc(max(1, entry.bytes.count))
      entry.bytes.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress { copy?.copyMemory(from: start, byteCount: bytes.count) }
      }
      let source = zip_source_buffer(archive, copy, zip_uint64_t(entry.bytes.count), 1)
      let index = zip_file_add(archive, entry.name, source, UInt32(ZIP_FL_OVERWRITE))
      guard index >= 0 else { throw MadeArchiveError(code: Int32(index)) }
      zip_set_file_compression(archive, zip_uint64_t(index), deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 1)
      zip_file_set_mtime(archive, zip_uint64_t(index), 315_532_800, 0)
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      throw MadeArchiveError(code: -1)
    }
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// libzip could not write an archive.
package struct MadeArchiveError: Error {
  /// The code of libzip; negative for a call that has none.
  package let code: Int32
}
