import Foundation
import TestSupport
import Testing

/// A module as declared in `Package.swift`, and the text of its Swift files.
struct ModuleSources: Sendable, CustomTestStringConvertible {
  let name: String
  let dependencies: [String]
  /// Paths are relative to the root of the checkout.
  let files: [(path: String, text: String)]

  var testDescription: String { name }

  /// Targets outside of `Sources`, whose dependencies are not restricted.
  private static let elsewhere: Set = ["TestSupport", "retention-fuzz"]

  /// Modules in the order of the manifest, without test targets.
  static func all() throws -> [ModuleSources] {
    let root = RealData.projectRoot
    let manifest = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let declaration =
      /(?:module\(|\.systemLibrary\(|\.target\(|\.executableTarget\()\s*(?:name: )?"([\w-]+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?/
    return try manifest.matches(of: declaration).filter { !elsewhere.contains(String($0.output.1)) }.map { match in
      let dependencies = (match.output.2 ?? "").matches(of: /"([\w-]+)"/).map { String($0.output.1) }
      let name = String(match.output.1)
      return ModuleSources(name: name, dependencies: dependencies, files: try swiftFiles(in: "Sources/" + name))
    }
  }

  private static func swiftFiles(in folder: String) throws -> [(path: String, text: String)] {
    let root = RealData.projectRoot.appendingPathComponent(folder)
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      (folder + "/" + path, try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8))
    }
  }
}

extension ModuleSources {
  /// Every import of every file.
  var imports: [(file: String, module: String)] {
    let line = /^(?:@\w+ )*(?:(?:public|package|internal|fileprivate|private) )?import (?:\w+ )?(\w+)/
    return files.flatMap { file in
      file.text.split(separator: "\n").compactMap { text in
        text.trimmingPrefix(while: \.isWhitespace).firstMatch(of: line).map { (file.path, String($0.output.1)) }
      }
    }
  }

  /// Whether any file declares `symbol`.
  func declares(_ symbol: String) -> Bool {
    guard let declaration = try? Regex("\\b(struct|enum|class|actor|protocol|func|var|let|case|typealias) \(symbol)\\b")
    else { return false }
    return files.contains { $0.text.contains(declaration) }
  }
}
