import Foundation
import Settings
import TestSupport
import Testing

@Suite struct LayerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func resolve(
    _ files: [String] = [], environment: [String: String] = [:], set: [String] = [], presets: [String] = []
  ) throws -> Configuration {
    try Shop.catalog.resolve(
      ConfigurationSources(
        files: files, presetFolders: presets, environment: environment, overrides: try set.map { try .init(set: $0) }))
  }

  @Test("without sources every value is its default")
  func defaults() throws {
    let configuration = try resolve()
    #expect(configuration[Shop.horizon] == 90)
    #expect(configuration.entries.allSatisfy { $0.origin == .builtIn })
    #expect(configuration.entries.map(\.key).first == "churn.horizon_days")
  }

  @Test("defaults < files in order < environment < --set, and each value knows its origin")
  func precedence() throws {
    let first = try folder.write(
      "1.yaml", "churn: {horizon_days: 1, models: [a], gbdt: {max_depth: 3}}\ncleaning: {mark: x}\n")
    let second = try folder.write("2.yaml", "churn:\n  horizon_days: 2\n  models: [b]\n")
    let configuration = try resolve(
      [first, second],
      environment: ["RETENTION_FAST__CHURN__HORIZON_DAYS": "3", "RETENTION_FAST__CHURN__MODELS": "[c]"],
      set: ["churn.horizon_days=4"])
    #expect(configuration[Shop.depth] == 3)
    #expect(configuration[Shop.mark] == "x")
    #expect(configuration[Shop.models] == ["c"])
    #expect(configuration[Shop.horizon] == 4)
    #expect(configuration.origin(of: Shop.depth).position?.file == first)
    #expect(configuration.origin(of: Shop.models).description == "environment variable RETENTION_FAST__CHURN__MODELS")
    #expect(configuration.origin(of: Shop.horizon).description == "option --set churn.horizon_days")
    #expect(configuration.origin(of: Shop.rate) == .builtIn)
  }

  @Test("a named value of a later layer replaces that one and keeps the others")
  func namedValues() throws {
    let file = try folder.write("a.yaml", "run: {rates: {At Risk: 0.5, Lost: 0.1}}")
    let configuration = try resolve([file], set: ["run.rates={Lost: 0}"])
    #expect(configuration[Shop.rates] == ["Champions": 0.3, "At Risk": 0.5, "Lost": 0])
  }

  @Test(
    "an empty file, and a section whose lines are all comments, say nothing", arguments: ["", "churn:\n  # x: 1\n"])
  func empty(_ text: String) throws {
    let file = try folder.write("a.yaml", text)
    #expect(try resolve([file]).canonicalYAML() == Shop.catalog.defaults.canonicalYAML())
  }

  @Test("a fragment is read into its section")
  func fragment() throws {
    let file = try folder.write("m.json", "{\"learning_rate\": 0.5}")
    let sources = ConfigurationSources(fragments: [.init(file: file, section: "churn.gbdt")])
    #expect(try Shop.catalog.resolve(sources)[Shop.rate] == 0.5)
  }

  @Test("an option of its own is named in the origin")
  func ownOption() throws {
    let sources = ConfigurationSources(overrides: [.init(option: "--threads", key: "run.threads", value: "7")])
    let configuration = try Shop.catalog.resolve(sources)
    #expect(configuration[Shop.threads] == 7)
    #expect(configuration.origin(of: Shop.threads).description == "option --threads")
  }

  // MARK: - Text without quotes

  @Test("text needs no quotes in variables and --set", arguments: ["|", "#", ";", ": x", "[a", "a=b", "%"])
  func bareText(_ text: String) throws {
    #expect(try resolve(set: ["cleaning.mark=\(text)"])[Shop.mark] == text)
    #expect(try resolve(environment: ["RETENTION_FAST__CLEANING__MARK": text])[Shop.mark] == text)
  }

  @Test("text may be quoted there, and is YAML then")
  func quotedText() throws {
    #expect(try resolve(set: ["cleaning.mark=\"\\t\""])[Shop.mark] == "\t")
    #expect(try resolve(set: ["cleaning.mark='null'"])[Shop.mark] == "null")
  }

  @Test("null undoes an optional value")
  func null() throws {
    #expect(try resolve(set: ["churn.gbdt.max_depth=3", "churn.gbdt.max_depth=null"])[Shop.depth] == nil)
    #expect(try resolve(set: ["run.as_of=2011-12-09", "run.as_of="])[Shop.asOf] == nil)
  }

  @Test("a whole section can be set at once")
  func section() throws {
    #expect(try resolve(set: ["churn.gbdt={learning_rate: 0.2, max_depth: 4}"])[Shop.rate] == 0.2)
  }

  // MARK: - extends and presets

  @Test("a file lies over what it extends, relative to itself")
  func extends() throws {
    _ = try folder.write("base/one.yaml", "churn: {horizon_days: 1, models: [a]}")
    _ = try folder.write("base/two.yaml", "extends: one.yaml\nchurn: {horizon_days: 2}\ncleaning: {action: drop}")
    let file = try folder.write("shop.yaml", "extends: [base/two.yaml]\nchurn: {horizon_days: 3}")
    let configuration = try resolve([file])
    #expect(configuration[Shop.horizon] == 3)
    #expect(configuration[Shop.models] == ["a"])
    #expect(configuration[Shop.action] == .drop)
  }

  @Test("a preset is found by its name, from the command line and from extends")
  func preset() throws {
    _ = try folder.write("presets/strict.yaml", "cleaning: {action: drop}")
    let presets = [folder.path + "/presets"]
    let file = try folder.write("shop.yaml", "extends: strict")
    #expect(try resolve(["strict"], presets: presets)[Shop.action] == .drop)
    #expect(try resolve([file], presets: presets)[Shop.action] == .drop)
  }

  @Test("circles are errors that name the files")
  func circle() throws {
    let file = try folder.write("a.yaml", "extends: b.yaml")
    let other = try folder.write("b.yaml", "extends: ./a.yaml")
    #expect {
      try resolve([file])
    } throws: {
      guard case .extendsCycle(let files, let place) = $0 as? SettingsError else { return false }
      return files == [file, other, file] && place.file == other
    }
  }

  @Test("a chain that doubles at every step is stopped")
  func doubling() throws {
    for level in 0..<40 {
      _ = try folder.write("\(level).yaml", "extends: [\(level + 1).yaml, \(level + 1).yaml]")
    }
    _ = try folder.write("40.yaml", "")
    #expect {
      try resolve([folder.path + "/0.yaml"])
    } throws: {
      guard case .limitExceeded(.files, _) = $0 as? SettingsError else { return false }
      return true
    }
  }
}
