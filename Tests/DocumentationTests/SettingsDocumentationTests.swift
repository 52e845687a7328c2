import Foundation
import PluginHost
import Retention
import Settings
import TestSupport
import Testing

@Suite("Documentation of settings and plugins") struct SettingsDocumentationTests {
  private let documents: [Document]
  private let catalog = RetentionParameters.catalog

  init() throws { documents = try Document.all() }

  private func temporaryFile(_ name: String, _ text: String, in folder: URL) throws -> URL {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  private func inTemporaryFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("docs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try body(folder)
  }

  @Test("docs/commands.md lists every section of the settings, in order")
  func sections() throws {
    let section = try Document("docs/commands.md").section("Settings")
    #expect(section.firstCells == catalog.sections.map(\.name))
  }

  @Test("docs/commands.md names every preset, and docs/plugins.md links every example")
  func presetsAndExamples() throws {
    let commands = try Document("docs/commands.md").codeSpans
    for preset in try Document.names(in: "config/presets") {
      #expect(commands.contains(preset.replacing(".yaml", with: "")))
    }
    let links = try Document("docs/plugins.md").links
    for kind in try Document.names(in: "plugins") {
      for example in try Document.names(in: "plugins/\(kind)") {
        #expect(links.contains("../plugins/\(kind)/\(example)"))
      }
    }
  }

  @Test("every setting that the docs name exists")
  func keys() {
    let keys = catalog.parameters.map(\.key)
    let sections = Set(catalog.sections.map(\.name))
    let key = /([a-z]+)(\.[a-z][a-z0-9_]*)+/
    var checked = 0
    for document in documents {
      for span in document.codeSpans {
        let name = span.prefix { $0 != ":" && $0 != "=" && $0 != " " }
        guard let match = name.wholeMatch(of: key), sections.contains(String(match.output.1)) else { continue }
        if ["json", "yaml"].contains(name.split(separator: ".").last) { continue }
        checked += 1
        #expect(keys.contains { $0 == name || $0.hasPrefix(name + ".") }, "\(document.path): \(span)")
      }
    }
    #expect(checked >= 15)
  }

  @Test("every --set and every environment variable in the docs is accepted")
  func overrides() throws {
    for document in documents {
      let text = document.text
      for match in text.matches(of: /--set ([a-z0-9_.]+=[^\s`']+)/) {
        let override = try ConfigurationSources.Override(set: String(match.output.1))
        _ = try catalog.resolve(ConfigurationSources(overrides: [override]))
      }
      for match in text.matches(of: /(RETENTION_FAST__[A-Z0-9_]+)=([^\s`]+)/) {
        let environment = [String(match.output.1): String(match.output.2)]
        _ = try catalog.resolve(ConfigurationSources(environment: environment))
      }
    }
  }

  @Test("the examples of settings, mappings and plugins load without errors")
  func examples() throws {
    let presets = RealData.projectRoot.appendingPathComponent("config/presets").path
    try inTemporaryFolder { folder in
      for (index, block) in documents.flatMap(\.blocks).enumerated() {
        if let kind = block.text.firstMatch(of: /^plugin: (\w+)/)?.output.1 {
          _ = try temporaryFile("plugins/\(kind)/example-\(index).yaml", block.text, in: folder)
        } else if block.language == "yaml" {
          let file = try temporaryFile("\(index).yaml", block.text, in: folder)
          _ = try catalog.resolve(ConfigurationSources(files: [file.path], presetFolders: [presets]))
        } else if block.language == "json" {
          let file = try temporaryFile("\(index).json", block.text, in: folder)
          _ = try catalog.resolve(
            ConfigurationSources(fragments: [.init(file: file.path, section: "ingest.mapping")]))
        }
      }
      let registry = try PluginRegistry(project: folder.path)
      #expect(registry.entries.filter { $0.form == .definition }.count == 3)
    }
  }

  @Test("docs/plugins.md lists every kind of plugin with its built-in plugins")
  func kinds() throws {
    let rows = try Document("docs/plugins.md").rows
    #expect(rows.map { $0[0] } == PluginKind.allCases.map { "`\($0.rawValue)`" })
    for (row, kind) in zip(rows, PluginKind.allCases) {
      let names = BuiltInPlugin.all.filter { $0.kind == kind }.map { "`\($0.name)`" }
      #expect(row[3] == names.joined(separator: ", "), "\(kind.rawValue)")
    }
  }

  @Test("docs/plugins.md lists every function of expressions and every short column name")
  func expressions() throws {
    let spans = try Document("docs/plugins.md").codeSpans.map { String($0.prefix { $0 != "(" }) }
    let shortNames = ColumnVocabulary.features.columns.compactMap(\.shortName)
    for name in try functions() + shortNames { #expect(spans.contains(name), "\(name)") }
  }

  /// Names of functions, as the error for an unknown function lists them.
  private func functions() throws -> [String] {
    do throws(ExpressionError) {
      _ = try ColumnExpression("nothing(recency) > 1")
      return []
    } catch {
      guard case .unknownFunction(_, _, let known) = error.problem else { throw error }
      return known
    }
  }
}
