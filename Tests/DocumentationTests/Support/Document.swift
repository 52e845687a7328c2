import Foundation
import TestSupport
import Testing

/// A Markdown file of the repository.
struct Document: Sendable, CustomTestStringConvertible {
  /// Relative to the root of the checkout.
  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: RealData.projectRoot.appendingPathComponent(path), encoding: .utf8)
  }

  private init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  var testDescription: String { path }
}

extension Document {
  /// The documents for users and contributors.
  static func all() throws -> [Document] {
    let pages = try names(in: "docs").filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
    return try (["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"] + pages).map(Document.init)
  }

  /// Sorted names of the files and folders in a folder of the checkout, without hidden ones.
  static func names(in folder: String) throws -> [String] {
    let url = RealData.projectRoot.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(atPath: url.path).filter { !$0.hasPrefix(".") }.sorted()
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: RealData.projectRoot.appendingPathComponent(path).path)
  }
}

// MARK: - Parts

extension Document {
  /// A fenced block of code.
  struct Block: Sendable {
    /// The word after the opening fence, such as `sh` or `yaml`; empty if there is none.
    let language: String
    let text: String
  }

  var blocks: [Block] {
    text.matches(of: /```(\w*)\n(.*?)```/.dotMatchesNewlines())
      .map { Block(language: String($0.output.1), text: String($0.output.2)) }
  }

  /// The text without blocks of code.
  var prose: String {
    text.replacing(/```.*?```/.dotMatchesNewlines(), with: "")
  }

  /// Text between single backticks.
  var codeSpans: [String] {
    prose.matches(of: /`([^`\n]+)`/).map { String($0.output.1) }
  }

  /// Targets of links and images.
  var links: [String] {
    prose.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }
  }

  /// Cells of the rows of all tables, without header rows.
  var rows: [[String]] {
    let lines = prose.split(separator: "\n", omittingEmptySubsequences: false)
    return zip(lines, lines.dropFirst() + [""])
      .filter { line, next in line.hasPrefix("| ") && !next.hasPrefix("|---") }
      .map { line, _ in line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  /// The first cell of every row, without backticks.
  var firstCells: [String] { rows.map { $0[0].filter { $0 != "`" } } }

  /// The section under a second-level heading.
  func section(_ heading: String) throws -> Document {
    let parts = text.components(separatedBy: "\n## ")
    let part = try #require(parts.first { $0.hasPrefix(heading + "\n") }, "\(path) has no section '\(heading)'")
    return Document(path: path, text: part)
  }

  /// Command lines that start with `word`, from shell blocks and code spans, without comments.
  func commandLines(_ word: String) -> [String] {
    let lines = blocks.filter { $0.language == "sh" }.flatMap { $0.text.split(separator: "\n").map(String.init) }
    return (lines + codeSpans)
      .map { $0.replacing(/\s+#.*/, with: "") }
      .compactMap { line in line.firstRange(of: word + " ").map { String(line[$0.lowerBound...]) } }
  }
}
