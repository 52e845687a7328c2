import CZip
import Foundation

/// A ZIP archive that is read entry by entry, within `SpreadsheetLimits`. Not for use by several threads at once.
final class ZipArchive {
  let path: String
  private let handle: OpaquePointer
  /// Bytes that may still be unpacked.
  fileprivate var budget = SpreadsheetLimits.unpackedBytes

  /// - Throws: `truncated` where the directory at the end is missing or damaged.
  init(path: String) throws(TableError) {
    self.path = path
    var code: Int32 = 0
    // The library may leave it as it was.
    errno = 0
    guard let handle = zip_open(path, ZIP_RDONLY, &code) else {
      let failure = errno
      switch code {
      case ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_SEEK:
        throw failure == 0
          ? .truncated(path: path, format: "XLSX") : TableError(code: failure, path: path, action: .read)
      case ZIP_ER_MEMORY: throw TableError(code: ENOMEM, path: path, action: .read)
      default: throw .truncated(path: path, format: "XLSX")
      }
    }
    self.handle = handle
  }

  deinit { zip_discard(handle) }
}

extension ZipArchive {
  /// Position of the entry `name`, letter case aside.
  func position(of name: String) -> Int? {
    let position = zip_name_locate(handle, name, UInt32(ZIP_FL_NOCASE))
    return position < 0 ? nil : Int(position)
  }

  /// Names of the first entries.
  var names: [String] {
    (0..<min(30, zip_get_num_entries(handle, 0))).compactMap { index in
      zip_get_name(handle, zip_uint64_t(index), 0).map { String(cString: $0) }
    }
  }

  /// Opens entry `name` from its first byte; only one entry at a time.
  ///
  /// - Parameter again: whether it was unpacked before, and has been counted.
  /// - Throws: `corrupt` where there is none; `encrypted`.
  func open(_ name: String, again: Bool = false) throws(TableError) -> ZipEntry {
    guard let position = position(of: name) else {
      throw .corrupt(path: path, format: "XLSX", detail: "it has no part '\(name)'")
    }
    var status = zip_stat_t()
    guard zip_stat_index(handle, zip_uint64_t(position), 0, &status) == 0 else { throw failure(name) }
    if status.encryption_method != UInt16(ZIP_EM_NONE) { throw .encrypted(path: path) }
    guard let file = zip_fopen_index(handle, zip_uint64_t(position), 0) else { throw failure(name) }
    return ZipEntry(taking: file, name: name, packed: Int(clamping: status.comp_size), counts: !again, archive: self)
  }

  /// The first `count` bytes of entry `name`; nil where there is none that can be read.
  func head(of name: String, count: Int) -> [UInt8]? {
    guard position(of: name) != nil, let entry = try? open(name) else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try? bytes.withUnsafeMutableBytes { buffer throws(TableError) in try entry.read(into: buffer) }
    return read.map { Array(bytes.prefix($0)) }
  }

  private func failure(_ name: String) -> TableError {
    .corrupt(path: path, format: "XLSX", detail: "\(name): \(String(cString: zip_strerror(handle)))")
  }
}

/// An entry that is being unpacked.
final class ZipEntry {
  let name: String
  let path: String
  private let file: OpaquePointer
  private let packed: Int
  private let counts: Bool
  private let archive: ZipArchive
  private var unpacked = 0

  fileprivate init(taking file: OpaquePointer, name: String, packed: Int, counts: Bool, archive: ZipArchive) {
    self.file = file
    self.name = name
    self.packed = packed
    self.counts = counts
    self.archive = archive
    path = archive.path
  }

  deinit { zip_fclose(file) }

  /// Unpacks up to `buffer.count` bytes; 0 at the end, where the checksum is compared.
  ///
  /// - Throws: `corrupt`; `tooLarge` for what unpacks to more than a workbook should.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var count = 0
    while count < buffer.count {
      let read = zip_fread(file, buffer.baseAddress! + count, zip_uint64_t(buffer.count - count))
      if read < 0 { throw .corrupt(path: path, format: "XLSX", detail: "\(name): \(message)") }
      if read == 0 { break }
      count += Int(read)
    }
    unpacked += count
    if counts { archive.budget -= count }
    let isSuspicious =
      unpacked > SpreadsheetLimits.freeBytes && unpacked / max(1, packed) > SpreadsheetLimits.ratio
    if archive.budget < 0 || isSuspicious { throw .tooLarge(path: path, part: name, bytes: unpacked) }
    return count
  }

  private var message: String {
    guard let error = zip_file_get_error(file) else { return "unreadable" }
    return String(cString: zip_error_strerror(error))
  }
}
