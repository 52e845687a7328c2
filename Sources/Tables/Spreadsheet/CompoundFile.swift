import Foundation

/// What an OLE compound file holds: old spreadsheets, and workbooks that a password protects ([MS-CFB], [MS-OFFCRYPTO]).
enum CompoundFile {
  /// The error to report for `path`, which is one.
  static func error(path: String) -> TableError {
    let names = directory(path)
    if names.contains("EncryptedPackage") { return .encrypted(path: path) }
    if names.contains("WordDocument") {
      return .notATable(
        path: path, found: "an old Word document (DOC)", advice: "save the table in it as XLSX or CSV")
    }
    return .unsupportedFormat(path: path, found: "an old spreadsheet (XLS)")
  }

  /// Names of the streams in the first sectors of the directory.
  private static func directory(_ path: String) -> Set<String> {
    guard let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 64), head.count == 64
    else { return [] }
    let shift = UInt64(head[30]) | UInt64(head[31]) << 8
    let sector = (0..<4).reduce(UInt64(0)) { $0 | UInt64(head[48 + $1]) << (8 * UInt64($1)) }
    guard (7...16).contains(shift), (try? file.seek(toOffset: (sector + 1) << shift)) != nil,
      let entries = try? file.read(upToCount: 4096)
    else { return [] }
    // An entry is 128 bytes: 64 of UTF-16, then the bytes that the name takes, its NUL included.
    let bytes = Array(entries)
    return Set(
      stride(from: 0, to: bytes.count - 127, by: 128).map { start in
        let length = max(0, min(62, Int(bytes[start + 64]) - 2)) / 2
        let units = (0..<length).map { UInt16(bytes[start + 2 * $0]) | UInt16(bytes[start + 2 * $0 + 1]) << 8 }
        return String(decoding: units, as: UTF16.self)
      })
  }
}
