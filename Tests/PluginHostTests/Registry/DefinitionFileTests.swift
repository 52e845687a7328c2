import Foundation
import Hashing
import Numerics
import PluginHost
import Retention
import Settings
import TestSupport
import Testing

@Suite struct DefinitionFileTests {
  private let project: TemporaryProject

  init() throws { project = try TemporaryProject() }

  @Test("the example naming and strategy load and behave as described")
  func examples() throws {
    let registry = try PluginRegistry(project: RealData.projectRoot.path)
    let luxury = try registry.naming(named: "luxury")
    let columns = NamedColumns(
      names: ["recency", "monetary_total", "frequency"],
      columns: [[44, 45, 120, 120], [2501, 9999, 1, 1], [1, 1, 4, 3]])
    #expect(
      try luxury.names(for: columns, context: .serial) == [
        "Maison Circle", "Passers-by", "Slipping Away", "Passers-by",
      ])
    #expect(RuleLinter().report(on: luxury).findings.filter { $0.severity == .warning } == [])
    let book = try registry.strategyBook(named: "luxury")
    for rule in luxury.rules { #expect(book.strategies.contains { $0.segment == rule.name }) }
    #expect(book.strategy(for: "Champions") == StrategyBook.standard.strategy(for: "Champions"))
    let entry = try registry.entry(kind: .naming, name: "luxury")
    let file = RealData.projectRoot.appendingPathComponent("plugins/naming/luxury.yaml")
    #expect(entry.form == .definition)
    #expect(try entry.sha256 == SHA256.digest(of: Data(contentsOf: file)))
    #expect(entry.summary == "Names for a house with few, large orders")
  }

  @Test("the parameters of the example models exist in the settings")
  func exampleParameters() throws {
    let registry = try PluginRegistry(project: RealData.projectRoot.path)
    let keys = Set(RetentionParameters.catalog.defaults.entries.map(\.key))
    let churn = try registry.definition(kind: .churn, name: "gbdt-small")
    #expect(churn.implementation == "gbdt" && churn.parameters.count == 2)
    for key in churn.parameters.keys { #expect(keys.contains("churn.gbdt." + key)) }
    let allocation = try registry.definition(kind: .allocation, name: "at-risk-first")
    #expect(allocation.implementation == "lagrangian")
    for key in allocation.parameters.keys { #expect(keys.contains("allocation." + key)) }
    _ = try NamedValues<BudgetShare>.decode(
      try #require(allocation.parameters["segment_shares"]), key: "segment_shares", limits: ValueLimits())
  }

  @Test("parameters are merged along `uses`, mappings key by key, and keep their places in the files")
  func mergedParameters() throws {
    try project.write(
      "churn/base.yaml",
      "plugin: churn\nname: base\nuses: gbdt\nparameters:\n  num_leaves: 15\n  deep: {a: 1, b: 2}\n")
    try project.write(
      "churn/top.yaml", "plugin: churn\nname: top\nuses: base\nparameters:\n  deep: {b: 3, c: 4}\n  rounds: 9\n")
    let top = try project.registry().definition(kind: .churn, name: "top")
    #expect(top.implementation == "gbdt")
    #expect(top.chain == ["top", "base", "gbdt"])
    #expect(Set(top.parameters.keys) == ["num_leaves", "deep", "rounds"])
    let deep = try #require(top.parameters["deep"]).entries("deep")
    #expect(deep.map(\.key) == ["a", "b", "c"])
    #expect(try deep.map { try $0.value.int("") } == [1, 3, 4])
    #expect(top.parameters["num_leaves"]?.position.file?.hasSuffix("base.yaml") == true)
    #expect(deep[1].value.position.file?.hasSuffix("top.yaml") == true)
  }

  @Test("a naming's own rules come before those of the one it uses")
  func namingUses() throws {
    try project.write(
      "naming/mine.yaml",
      """
      plugin: naming
      name: mine
      uses: rfm-corrected
      rules:
        - {name: Giants, when: monetary_avg > 10000}
      """)
    let naming = try project.registry().naming(named: "mine")
    #expect(naming.rules.count == 9)
    #expect(naming.granularity == .cluster)
    let columns = NamedColumns(
      names: ["recency", "frequency", "monetary_avg"], columns: [[5, 5], [20, 20], [20_000, 200]])
    #expect(try naming.names(for: columns, context: .serial) == ["Giants", "Champions"])
  }

  @Test("folders of plugins.paths are searched too, and `<name>/plugin.yaml` is a definition")
  func paths() throws {
    try project.write("churn/own/plugin.yaml", "plugin: churn\nname: own\nuses: gbdt\nversion: 1.10\n")
    try project.write("README.md", "Not a plugin.")
    try project.write("notes/todo.txt", "Not a plugin either.")
    try project.write("naming/.hidden.yaml", "no: plugin")
    let registry = try PluginRegistry(paths: [project.path + "/plugins"])
    #expect(registry.names(of: .churn).last == "own")
    #expect(try registry.entry(kind: .churn, name: "own").version == "1.10")
    #expect(throws: PluginError.folderNotFound(path: "/nowhere")) { try PluginRegistry(paths: ["/nowhere"]) }
  }

  @Test("a project without a folder of plugins has the built-in ones")
  func noPlugins() throws {
    try FileManager.default.removeItem(atPath: project.path + "/plugins")
    #expect(try project.registry().entries.count == PluginRegistry().entries.count)
  }
}
