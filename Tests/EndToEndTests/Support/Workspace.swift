import Foundation
import TestSupport

/// A folder of its own, to run the program in; it goes with the object.
final class Workspace: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("retention-fast-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Writes a file and gives its name back, as an argument.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

  @discardableResult
  func write(_ bytes: Data, to name: String) throws -> String {
    try bytes.write(to: file(name))
    return name
  }

  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
    try RunningProgram(arguments, in: url, environment: environment)
  }

  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try start(arguments, environment: environment).wait()
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try start(arguments, environment: environment).wait()
  }

  /// What another program of the system prints, such as `gzip`.
  func system(_ program: String, _ arguments: String...) throws -> Outcome {
    try RunningProgram([program] + arguments, in: url, program: URL(fileURLWithPath: "/usr/bin/env")).wait()
  }

  /// The run that `latest` of an output folder points at.
  func latest(_ output: String = "runs") throws -> RunFolder {
    RunFolder(file(output).appendingPathComponent("latest").resolvingSymlinksInPath())
  }
}

/// All that is in a folder: contents of files, targets of links, names of folders.
struct FolderState: Equatable {
  private(set) var entries: [String: Data] = [:]

  init(_ folder: URL) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let full = folder.appendingPathComponent(path).path
      let type = try FileManager.default.attributesOfItem(atPath: full)[.type] as? FileAttributeType
      entries[path] =
        switch type {
        case .typeSymbolicLink: Data("-> \(try FileManager.default.destinationOfSymbolicLink(atPath: full))".utf8)
        case .typeDirectory: Data("folder".utf8)
        default: try Data(contentsOf: URL(fileURLWithPath: full))
        }
    }
  }

  var paths: Set<String> { Set(entries.keys) }

  /// Paths that were added, removed or changed.
  func differences(from other: FolderState) -> [String] {
    paths.union(other.paths).filter { entries[$0] != other.entries[$0] }.sorted()
  }
}
