import Pipeline
import TestSupport
import Testing
import retention_fast

@Suite("Documentation of commands") struct CommandDocumentationTests {
  private let documents: [Document]
  private let commands: Document

  init() throws {
    documents = try Document.all()
    commands = try Document("docs/commands.md")
  }

  /// The command that a line calls; nil if there is no such command. File names may follow the command's name.
  private func command(of line: String) -> CommandHelp? {
    let words = line.split(separator: " ").dropFirst().prefix { !$0.hasPrefix("-") && !$0.contains(".") }
    return CommandHelp.all.first { $0.path == words.map(String.init) }
  }

  @Test("docs/commands.md lists every command and nothing else")
  func everyCommand() throws {
    let names = CommandHelp.all.map(\.name).filter { !$0.isEmpty }
    #expect(names.count >= 14)
    #expect(try commands.section("Commands").firstCells == names)
  }

  @Test("every command line in the docs names a command and options that it has")
  func commandLines() {
    for document in documents {
      for line in document.commandLines("retention-fast") where !line.contains("COMMAND") {
        guard let help = command(of: line) else {
          Issue.record("\(document.path): \(line)")
          continue
        }
        let options = line.split(separator: " ").filter { $0.hasPrefix("--") }.map(String.init)
        #expect(Set(options).subtracting(help.options) == [], "\(document.path): \(line)")
      }
    }
  }

  @Test("every option in the docs is an option of some command")
  func options() {
    let known = CommandHelp.all.reduce(into: Set<String>()) { $0.formUnion($1.options) }
    for document in documents {
      for span in document.codeSpans where span.hasPrefix("--") {
        let option = String(span.prefix { $0 != " " })
        #expect(known.contains(option), "\(document.path): \(span)")
      }
    }
  }

  @Test("docs/commands.md lists every exit code with its meaning")
  func exitCodes() throws {
    let rows = try commands.section("Exit codes").rows
    #expect(rows.map { $0[0] } == ExitCode.allCases.map { "\($0.rawValue)" })
    for (row, code) in zip(rows, ExitCode.allCases) {
      #expect(row[1].hasPrefix(code.meaning), "\(code.rawValue) \(code.meaning)")
    }
  }

  @Test("the docs use only targets of the Makefile, and CONTRIBUTING.md lists all of them")
  func makeTargets() throws {
    let makefile = try Document("Makefile").text
    let targets = try #require(makefile.firstMatch(of: /\.PHONY: (.*)/)).output.1.split(separator: " ").map(String.init)
    for document in documents {
      for line in document.commandLines("make") {
        #expect(targets.contains(String(line.split(separator: " ")[1])), "\(document.path): \(line)")
      }
    }
    let contributing = try Document("CONTRIBUTING.md").codeSpans
    for target in targets { #expect(contributing.contains("make \(target)")) }
  }
}
