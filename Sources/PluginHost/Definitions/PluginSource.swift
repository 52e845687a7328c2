import Foundation
import Settings

/// The bytes of a definition file, read once so that the digest is that of what is loaded.
struct PluginSource {
  /// Starts with the folder's path as the user gave it.
  let path: String
  let bytes: [UInt8]
  let text: String

  /// - Throws: `PluginError` if the file is not regular, not readable, not UTF-8, or larger than `YAMLLimits.bytes`.
  init(path: String) throws(PluginError) {
    self.path = path
    bytes = try readBytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .settings(notUTF8(path))
    }
    self.text = text
  }
}

/// Refuses devices and pipes, which could block or never end.
private func readBytes(_ path: String) throws(PluginError) -> [UInt8] {
  do {
    let attributes = try FileManager.default.attributesOfItem(atPath: resolvedPath(path) ?? path)
    guard attributes[.type] as? FileAttributeType == .typeRegular else { throw PluginError.notRegular(file: path) }
    guard attributes[.size] as? Int ?? 0 <= YAMLLimits.bytes else {
      throw PluginError.settings(.limitExceeded(.bytes(YAMLLimits.bytes), at: SourcePosition(.file(path))))
    }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  } catch let error as PluginError {
    throw error
  } catch {
    throw .unreadable(path: path, reason: error.localizedDescription)
  }
}

/// Reads the file again as settings, because that reader knows the place of the first invalid byte.
private func notUTF8(_ path: String) -> SettingsError {
  do throws(SettingsError) {
    _ = try readYAML(file: path)
    return .notUTF8(at: SourcePosition(.file(path)))
  } catch {
    return error
  }
}

/// The path without symbolic links, `.` and `..`; nil if nothing exists there.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
