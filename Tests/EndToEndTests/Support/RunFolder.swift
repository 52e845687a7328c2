import Foundation
import Tables
import TestSupport

/// A published run.
struct RunFolder {
  let url: URL

  init(_ url: URL) { self.url = url }

  var name: String { url.lastPathComponent }

  func file(_ path: String) -> URL { url.appendingPathComponent(path) }

  func table(_ path: String) throws -> Table { try readTable(file(path).path) }

  func text(_ path: String) throws -> String { try String(contentsOf: file(path), encoding: .utf8) }

  func json(_ path: String) throws -> JSON { try JSON(text(path)) }

  /// Regular files, relative to the run.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url.path).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: file(path).path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  /// SHA-256 of each file, as the system's own tool counts it.
  func digests() throws -> [String: String] {
    let program = try RunningProgram(
      ["sha256sum"] + files(), in: url, program: URL(fileURLWithPath: "/usr/bin/env"))
    let lines = try program.wait().output.split(separator: "\n")
    return Dictionary(uniqueKeysWithValues: lines.map { (String($0.dropFirst(66)), String($0.prefix(64))) })
  }
}

/// A JSON document, read by Foundation, which knows nothing of ours.
@dynamicMemberLookup
struct JSON: @unchecked Sendable {
  let value: Any

  init(_ text: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  private init(value: Any) { self.value = value }

  subscript(dynamicMember key: String) -> JSON { self[key] }
  subscript(key: String) -> JSON { JSON(value: (value as? [String: Any])?[key] ?? NSNull()) }

  var isNull: Bool { value is NSNull }
  var number: Double? { (value as? NSNumber)?.doubleValue }
  var integer: Int? { number.flatMap { Int(exactly: $0) } }
  var text: String? { value as? String }
  var truth: Bool? { value as? Bool }
  var array: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
  var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }

  /// The document without a key at its top.
  func canonicalText(without keys: Set<String> = []) throws -> String {
    let object = (value as? [String: Any] ?? [:]).filter { !keys.contains($0.key) }
    return String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
  }
}
