import Foundation
import PluginHost

/// A project's folder for one test, removed afterwards.
final class TemporaryProject {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("plugins-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path + "/plugins", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `plugins/<name>` and creates the folders above it.
  func write(_ name: String, _ text: String) throws {
    let file = URL(fileURLWithPath: path + "/plugins/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  func link(_ name: String, to target: String) throws {
    let file = URL(fileURLWithPath: path + "/plugins/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: target)
  }

  func registry() throws(PluginError) -> PluginRegistry { try PluginRegistry(project: path) }

  func failure() -> PluginError? {
    do throws(PluginError) {
      _ = try registry()
      return nil
    } catch {
      return error
    }
  }

  /// The error's description, with paths relative to the project.
  func sentence() -> String {
    (failure()?.description ?? "no error").replacingOccurrences(of: path + "/", with: "")
  }
}
