import Foundation
import PluginHost
import Settings
import Testing

@Suite struct BadDefinitionTests {
  private let project: TemporaryProject
  private let head = "plugin: naming\nname: x\nrules:\n"

  init() throws { project = try TemporaryProject() }

  @Test(
    "an error in an expression has its place in the file, whatever YAML style the text has",
    arguments: [
      ("  - name: A\n    when: recency < 3 and recncy > 1\n", "5:27"),
      ("  - name: A\n    when: 'recency < 3 and recncy > 1'\n", "5:28"),
      ("  - name: A\n    when: \"recency < 3 and recncy > 1\"\n", "5:28"),
      ("  - name: A\n    when: recency < 3 and\n      recncy > 1\n", "6:7"),
      ("  - name: A\n    when: >-\n      recency < 3\n      and recncy > 1\n", "7:11"),
      ("  - name: A\n    when: |\n\n      recency < 3\n       and\n      recncy > 1\n", "9:7"),
      ("  - {name: A, when: recncy > 1}\n", "4:21"),
      ("  - name: A\n    when: recency <\n", "5:20"),
      ("  - name: Ä\n    when: recency <\u{a0}\t3 ö\n", "5:24"),
      ("  - name: A\n    when: \"recency \\u003c 3 and recncy > 1\"\n", "5:11"),
    ])
  func expressionPosition(_ rules: String, _ place: String) throws {
    try project.write("naming/x.yaml", head + rules + "otherwise: B\n")
    let sentence = project.sentence()
    #expect(sentence.hasPrefix("plugins/naming/x.yaml:\(place): "), "\(sentence)")
  }

  @Test(
    "each mistake in a file is reported with its place and what to do",
    arguments: [
      (
        "naming/x.yaml", "plugin: naming\nname: x\nruls: []\notherwise: A\n",
        "x.yaml:1:1: the plugin's definition lacks the key `rules`"
      ),
      (
        "naming/x.yaml",
        "plugin: naming\nname: x\nrules: [{name: A, when: recency < 1}]\notherwise: A\nparameters: {}\n",
        "x.yaml:5:1: unknown key `parameters`"
      ),
      (
        "naming/x.yaml", "plugin: naming\nname: x\nrules: [{name: A, wen: recency < 1}]\notherwise: A\n",
        "lacks the key `when`"
      ),
      (
        "naming/x.yaml", "plugin: naming\nname: x\nrules: [{name: A, when: recency < 1, if: 2}]\notherwise: A\n",
        "unknown key `if`"
      ),
      (
        "naming/x.yaml", "plugin: naming\nname: x\nrules: [{name: A, when: recency < 1}]\n", "lacks the key `otherwise`"
      ),
      (
        "naming/x.yaml", "plugin: naming\nname: x\nrules: []\notherwise: A\n",
        "x.yaml:3:8: a naming needs at least one rule"
      ),
      ("naming/x.yaml", "plugin: naming\nname: x\napplies_to: row\nrules: []\notherwise: A\n", "`applies_to` is `row`"),
      (
        "naming/x.yaml", "plugin: naming\nname: x\nrules: [{name: \"A\\nB\", when: recency < 1}]\notherwise: A\n",
        "is no name for a segment"
      ),
      (
        "naming/x.yaml", "plugin: churn\nname: x\nuses: gbdt\n",
        "x.yaml:1:9: a churn plugin stands in the folder of naming plugins"
      ),
      ("naming/x.yaml", "plugin: namin\nname: x\n", "did you mean `naming`?"),
      ("naming/x.yaml", "plugin: naming\nname: ../x\n", "`../x` is no name for a plugin"),
      (
        "naming/x.yaml", "plugin: naming\nname: rfm-classic\nuses: rfm-corrected\n",
        "x.yaml:2:7: `rfm-classic` is the name of a built-in naming plugin"
      ),
      ("churn/x.yaml", "plugin: churn\nname: x\n", "lacks the key `uses`"),
      (
        "churn/x.yaml", "plugin: churn\nname: x\nuses: gbdtt\n",
        "x.yaml:3:7: there is no churn plugin `gbdtt` to use; did you mean `gbdt`?"
      ),
      ("churn/x.yaml", "plugin: churn\nname: x\nuses: bgnbd\n", "known are `logistic`, `gbdt`, `blend`, `stack`"),
      ("churn/x.yaml", "plugin: churn\nname: x\nuses: x\n", "goes round in a circle (x → x)"),
      (
        "churn/x.yaml", "plugin: churn\nname: x\nuses: gbdt\nparamters: {}\n",
        "x.yaml:4:1: unknown key `paramters`; did you mean `parameters`?"
      ),
      ("churn/x.yaml", "plugin: churn\nname: x\nuses: gbdt\nparameters: 3\n", "`parameters` is `3`; write a mapping"),
      (
        "churn/x.yaml", "plugin: churn\nname: x\nlibrary: ./x.so\n",
        "x.yaml:3:1: this version does not support library plugins"
      ),
      ("churn/x.yaml", "plugin: churn\nname: x\ncommand: [./x.py]\n", "this version does not support command plugins"),
      ("churn/x.yaml", "- 1\n", "the plugin's definition"),
      ("churn/x.yaml", "", "the plugin's definition"),
      ("churn/x.yaml", "plugin: [\n", "this is not valid YAML"),
      ("strategy/x.yaml", "plugin: strategy\nname: x\n", "lacks the key `parameters`"),
      ("strategy/x.yaml", "plugin: strategy\nname: x\nparameters: {A: {priority: 1}}\n", "lacks the key `goal`"),
      ("x.yaml", "plugin: churn\n", "x.yaml: a definition stands in a folder of its kind"),
      ("nameing/x.yaml", "plugin: naming\n", "plugins/nameing: this is not a kind of plugin; did you mean `naming`?"),
    ])
  func badFile(_ name: String, _ text: String, _ expected: String) throws {
    try project.write(name, text)
    let sentence = project.sentence()
    #expect(sentence.contains(expected), "\(sentence)")
  }

  @Test("for two plugins of one name, the error about the second names the file of the first")
  func duplicate() throws {
    try project.write("churn/a.yaml", "plugin: churn\nname: x\nuses: gbdt\n")
    try project.write("churn/b.yaml", "plugin: churn\nname: x\nuses: gbdt\n")
    let first = project.path + "/plugins/churn/a.yaml"
    #expect(project.sentence().hasPrefix("plugins/churn/b.yaml:2:7: the churn plugin `x` stands in"))
    #expect(project.failure()?.description.contains(first) == true)
  }

  @Test("the error about a cycle of `uses` lists its members")
  func cycle() throws {
    try project.write("churn/a.yaml", "plugin: churn\nname: a\nuses: b\n")
    try project.write("churn/b.yaml", "plugin: churn\nname: b\nuses: c\n")
    try project.write("churn/c.yaml", "plugin: churn\nname: c\nuses: b\n")
    #expect(project.sentence().contains("(b → c → b)"))
  }

  @Test("symbolic links to files and folders must not lead out of the plugin folder")
  func escapes() throws {
    let outside = try TemporaryProject()
    try outside.write("churn/x.yaml", "plugin: churn\nname: x\nuses: gbdt\n")
    try project.link("churn/x.yaml", to: outside.path + "/plugins/churn/x.yaml")
    guard case .escapesFolder = project.failure() else {
      Issue.record("\(project.sentence())")
      return
    }
    try FileManager.default.removeItem(atPath: project.path + "/plugins/churn")
    try project.link("churn", to: outside.path + "/plugins/churn")
    guard case .escapesFolder = project.failure() else {
      Issue.record("\(project.sentence())")
      return
    }
  }

  @Test("a link within the folder is followed, and a broken one is refused")
  func links() throws {
    try project.write("shared.txt", "plugin: churn\nname: x\nuses: gbdt\n")
    try project.link("churn/x.yaml", to: "../shared.txt")
    #expect(project.failure() == nil)
    try project.link("churn/y.yaml", to: "../nothing.txt")
    #expect(project.sentence().hasPrefix("plugins/churn/y.yaml: it cannot be read"))
  }

  @Test("a pipe is refused without reading from it")
  func pipe() throws {
    try project.write("churn/x.txt", "")
    #expect(mkfifo(project.path + "/plugins/churn/x.yaml", 0o600) == 0)
    #expect(project.sentence() == "plugins/churn/x.yaml: this is not a regular file; a plugin's definition is one.")
  }

  @Test("the error for a file that is not UTF-8 has the place of the first invalid byte")
  func notUTF8() throws {
    try project.write("churn/x.yaml", "")
    try Data("plugin: churn\nname: \u{ff}".utf16.map { UInt8(truncatingIfNeeded: $0) })
      .write(to: URL(fileURLWithPath: project.path + "/plugins/churn/x.yaml"))
    #expect(project.sentence().hasPrefix("plugins/churn/x.yaml:2:7: the text is not UTF-8"))
  }

  @Test("a file of more than 4 MiB is refused")
  func tooLarge() throws {
    try project.write("churn/x.yaml", String(repeating: "# filler\n", count: 500_000))
    #expect(project.sentence().contains("larger than 4 MiB"))
  }
}
