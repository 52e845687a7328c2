import Foundation
import Pipeline
import Retention
import Runs
import TestSupport
import Testing

@Suite("Documents") struct LinkTests {
  private let documents: [Document]

  init() throws { documents = try Document.all() }

  @Test("links within the repository point to files and headings that exist")
  func links() throws {
    for document in documents {
      let folder = URL(fileURLWithPath: "/" + document.path).deletingLastPathComponent()
      for link in document.links where !link.contains("://") {
        let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let target =
          parts[0].isEmpty
          ? document.path : String(folder.appendingPathComponent(parts[0]).standardized.path.dropFirst())
        #expect(Document.exists(target), "\(document.path): \(link)")
        guard parts.count == 2 else { continue }
        #expect(try Document(target).anchors.contains(parts[1]), "\(document.path): \(link)")
      }
    }
  }

  @Test("repository paths in the docs exist")
  func paths() {
    let path = /(Sources|Tests|Scripts|config|plugins|docs|data\/sample)\/[\w\/.+-]+/
    for document in documents {
      for span in document.codeSpans where span.wholeMatch(of: path) != nil {
        #expect(Document.exists(span), "\(document.path): \(span)")
      }
    }
  }

  @Test("no document contains a path of a particular machine")
  func machinePaths() {
    for document in documents {
      #expect(!document.text.contains(/(^|[\s`(])\/(home|root|work|tmp|Users|mnt)\//), "\(document.path)")
    }
  }

  @Test("the changelog has the program's version")
  func version() throws {
    let changelog = try Document("CHANGELOG.md").text
    #expect(changelog.contains("\n## \(Versions.retentionFast)"))
  }

  @Test("the numbers of checks and features in the docs are those of the code")
  func counts() throws {
    let checks = "\(ValidationCheck.allCases.count) checks"
    for path in ["CHANGELOG.md", "docs/pipeline.svg"] { #expect(try Document(path).text.contains(checks), "\(path)") }
    let features = "\(Feature.count) "
    for path in ["CHANGELOG.md", "docs/pipeline.svg"] {
      #expect(
        try Document(path).text.contains(features + (path.hasSuffix("svg") ? "per customer" : "features")), "\(path)")
    }
  }

  @Test("the README links to the license")
  func licence() throws {
    #expect(try Document("LICENSE").text.hasPrefix("MIT License"))
    #expect(try Document("README.md").links.contains("LICENSE"))
  }
}

extension Document {
  /// Anchors of the headings, as repository hosts generate them.
  fileprivate var anchors: [String] {
    text.matches(of: /\n#+ (.+)/).map { heading in
      heading.output.1.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
        .replacing(" ", with: "-")
    }
  }
}
