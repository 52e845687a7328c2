package import Foundation

/// Reads and parses a YAML file of at most `YAMLLimits.bytes`, in UTF-8.
///
/// - Parameter path: relative to the working directory, or absolute; positions carry it as it is.
/// - Throws: `SettingsError` where the file is missing, a folder, not readable, too large, not UTF-8 or not YAML.
package func readYAML(file path: String) throws(SettingsError) -> YAMLNode {
  try parseYAML(text: readText(file: path), file: path)
}

/// Reads and parses a YAML file; positions carry its path.
package func readYAML(file: URL) throws(SettingsError) -> YAMLNode {
  try readYAML(file: file.path)
}

private func readText(file path: String) throws(SettingsError) -> String {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .fileNotFound(file: path) }
  guard !isFolder.boolValue else { throw .unreadable(file: path, reason: .folder) }
  guard FileManager.default.isReadableFile(atPath: path) else { throw .unreadable(file: path, reason: .noPermission) }
  let data = try readData(file: path)
  guard data.count <= YAMLLimits.bytes else { throw .limitExceeded(.bytes(YAMLLimits.bytes), at: start(of: path)) }
  guard let text = String(validating: data, as: UTF8.self) else { throw .notUTF8(at: firstInvalidByte(data, of: path)) }
  return text
}

/// One byte more than allowed shows that there is more, without reading all of it.
private func readData(file path: String) throws(SettingsError) -> Data {
  do {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    return try handle.read(upToCount: YAMLLimits.bytes + 1) ?? Data()
  } catch {
    throw .unreadable(file: path, reason: .system(error.localizedDescription))
  }
}

private func start(of path: String) -> SourcePosition { SourcePosition(.file(path)) }

/// Decoding puts U+FFFD where bytes are wrong; everything before the first one is right.
private func firstInvalidByte(_ data: Data, of path: String) -> SourcePosition {
  var line = 1
  var column = 1
  for (index, lineBytes) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
    guard String(validating: lineBytes, as: UTF8.self) == nil else { continue }
    line = index + 1
    let decoded = String(decoding: lineBytes, as: UTF8.self).unicodeScalars
    column = decoded.prefix { $0 != "\u{FFFD}" }.count + 1
    break
  }
  return SourcePosition(.file(path), line: line, column: column)
}
