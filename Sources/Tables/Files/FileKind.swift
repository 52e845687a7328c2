import Foundation

/// A file's kind, from its first bytes, then from its name.
enum FileKind: Equatable {
  case text(Compression)
  case parquet
  case arrow(isStream: Bool)
  case spreadsheet

  init(path: String) throws(TableError) {
    let (head, tail) = try FileKind.ends(of: path)
    if head.isEmpty { throw .empty(path: path) }
    // Before names are looked at: they are often wrong.
    if let foreign = ForeignFile(head) { throw foreign.error(path: path) }
    let name = path.lowercased()
    switch head {
    case let head where head.starts(with: [0x1f, 0x8b]): self = .text(.gzip)
    case let head where head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]): self = .text(.zstd)
    case let head where head.starts(with: Array("PAR1".utf8)):
      guard tail == Array("PAR1".utf8) else { throw .truncated(path: path, format: "Parquet") }
      self = .parquet
    case let head where head.starts(with: [0x50, 0x4b, 0x03, 0x04]) || head.starts(with: [0x50, 0x4b, 0x05, 0x06]):
      self = .spreadsheet
    case let head where head.starts(with: [0xd0, 0xcf, 0x11, 0xe0]): throw CompoundFile.error(path: path)
    case let head where head.starts(with: Array("ARROW1".utf8)):
      guard tail == Array("ROW1".utf8) else { throw .truncated(path: path, format: "Arrow") }
      self = .arrow(isStream: false)
    case let head where head.starts(with: [0xff, 0xff, 0xff, 0xff]): self = .arrow(isStream: true)
    case let head where head.starts(with: Array("FEA1".utf8)):
      throw .unsupportedFormat(path: path, found: "a Feather file of version 1")
    case _ where name.hasSuffix(".gz"):
      throw .corrupt(path: path, format: "gzip", detail: "it does not begin as gzip does")
    case _ where name.hasSuffix(".zst"):
      throw .corrupt(path: path, format: "zstd", detail: "it does not begin as zstd does")
    case _ where name.hasSuffix(".parquet"):
      throw .corrupt(path: path, format: "Parquet", detail: "it does not begin as Parquet does")
    case _ where name.hasSuffix(".xlsx") || name.hasSuffix(".xlsm"):
      throw .corrupt(path: path, format: "XLSX", detail: "it does not begin as XLSX does")
    case _ where name.hasSuffix(".arrow") || name.hasSuffix(".arrows") || name.hasSuffix(".feather"):
      throw .corrupt(path: path, format: "Arrow", detail: "it does not begin as Arrow does")
    default: self = .text(.none)
    }
  }

  /// The first 512 and the last four bytes.
  private static func ends(of path: String) throws(TableError) -> (head: [UInt8], tail: [UInt8]) {
    // A pipe without a writer would keep us waiting.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw TableError(code: errno, path: path, action: .read) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw TableError(code: errno, path: path, action: .read) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isFolder(path: path)
    default: throw .notRegular(path: path)
    }
    let head = try bytes(of: descriptor, at: 0, count: 512, path: path)
    return (head, try bytes(of: descriptor, at: max(0, Int(status.st_size) - 4), count: 4, path: path))
  }

  private static func bytes(of descriptor: Int32, at offset: Int, count: Int, path: String) throws(TableError)
    -> [UInt8]
  {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = pread(descriptor, &bytes, count, off_t(offset))
    guard read >= 0 else { throw TableError(code: errno, path: path, action: .read) }
    return Array(bytes.prefix(read))
  }
}
