import Foundation
import Settings
import TestSupport
import Testing

@Suite struct BadConfigurationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The sentence for a document, called `a.yaml`.
  private func sentence(_ text: String) -> String? {
    do {
      _ = try Shop.catalog.resolve(yaml: text, file: "a.yaml")
      return nil
    } catch {
      return error.description
    }
  }

  private func sentence(environment: [String: String] = [:], set text: String? = nil) -> String? {
    do {
      let overrides = try text.map { (text) throws(SettingsError) in [try ConfigurationSources.Override(set: text)] }
      _ = try Shop.catalog.resolve(ConfigurationSources(environment: environment, overrides: overrides ?? []))
      return nil
    } catch {
      return error.description
    }
  }

  @Test("unknown keys name their place and the nearest key")
  func unknownKeys() {
    #expect(
      sentence("churn:\n  horizon_day: 5\n")
        == "a.yaml:2:3: unknown key `churn.horizon_day`; did you mean `churn.horizon_days`?")
    #expect(sentence("chrun: {}\n") == "a.yaml:1:1: unknown key `chrun`; did you mean `churn`?")
    #expect(
      sentence("churn: {gbdt: {learningrate: 1}}\n")
        == "a.yaml:1:16: unknown key `churn.gbdt.learningrate`; did you mean `churn.gbdt.learning_rate`?")
    #expect(
      sentence("max_depth: 3\n") == "a.yaml:1:1: unknown key `max_depth`; did you mean `churn.gbdt.max_depth`?")
    #expect(
      sentence("cleaning: {zzz: 3}\n")
        == "a.yaml:1:12: unknown key `cleaning.zzz`; known are `cleaning.action`, `cleaning.mark`, `cleaning.strict`.")
  }

  @Test("values of the wrong type or out of range name key, value, range and place")
  func values() {
    #expect(
      sentence("churn:\n  horizon_days: soon\n")
        == "a.yaml:2:17: `churn.horizon_days` is `soon`; write an integer.")
    #expect(
      sentence("churn: {horizon_days: 0}") == "a.yaml:1:23: `churn.horizon_days` is 0; allowed is 1 to 3650.")
    #expect(
      sentence("churn: {gbdt: {learning_rate: 0}}")
        == "a.yaml:1:31: `churn.gbdt.learning_rate` is 0; allowed is more than 0 and at most 1.")
    #expect(sentence("churn: {models: []}") == "a.yaml:1:17: `churn.models` is an empty list; write at least one item.")
    #expect(sentence("churn: {models: gbdt}") == "a.yaml:1:17: `churn.models` is `gbdt`; write a list.")
    #expect(sentence("cleaning: {action: dorp}") == "a.yaml:1:20: `cleaning.action` is `dorp`; did you mean `drop`?")
    #expect(sentence("cleaning: {strict: yes}") == "a.yaml:1:20: `cleaning.strict` is `yes`; write true or false.")
    #expect(sentence("run: {as_of: 2011-02-29}")?.contains("a day that exists") == true)
    #expect(
      sentence("run: {quantiles: [0.1, 1]}")
        == "a.yaml:1:24: `run.quantiles` is 1; allowed is more than 0 and less than 1.")
    #expect(sentence("run: {rates: {Lost: 2}}") == "a.yaml:1:21: `run.rates.Lost` is 2; allowed is 0 to 1.")
    #expect(
      sentence("run: {rates: {\"\": 1}}")?.hasPrefix("a.yaml:1:15: `run.rates` is a mapping with the name") == true)
    #expect(sentence("churn: 5") == "a.yaml:1:8: `churn` is `5`; write a mapping.")
    #expect(sentence("- churn") == "a.yaml:1:1: `the file` is a list; write a mapping.")
  }

  @Test("variables and options are named instead of a place")
  func variablesAndOptions() {
    #expect(
      sentence(environment: ["RETENTION_FAST__CHURN__HORIZON": "1"])
        == "environment variable RETENTION_FAST__CHURN__HORIZON: unknown key `RETENTION_FAST__CHURN__HORIZON`; "
        + "did you mean `RETENTION_FAST__CHURN__HORIZON_DAYS`?")
    #expect(
      sentence(environment: ["RETENTION_FAST__CHURN__HORIZON_DAYS": "x"])
        == "environment variable RETENTION_FAST__CHURN__HORIZON_DAYS: `churn.horizon_days` is `x`; write an integer.")
    #expect(
      sentence(set: "churn.horizon=3")
        == "option --set churn.horizon: unknown key `churn.horizon`; did you mean `churn.horizon_days`?")
    #expect(
      sentence(set: "extends=a.yaml")
        == "option --set extends: unknown key `extends`; known are `churn`, `cleaning`, `run`.")
    #expect(sentence(set: "churn.horizon_days") == "--set churn.horizon_days: write it as section.key=value.")
    #expect(sentence(set: "=3") == "--set =3: write it as section.key=value.")
    #expect(sentence(set: "churn.models=[a")?.hasPrefix("option --set churn.models: this is not valid YAML") == true)
  }

  @Test("variables that are not ours are left alone")
  func foreignVariables() {
    #expect(sentence(environment: ["RETENTION_FAST_ARCH": "x", "PATH": "/bin", "CHURN__HORIZON": "1"]) == nil)
  }

  // MARK: - Files

  private func error(reading file: String) -> SettingsError? {
    do {
      _ = try Shop.catalog.resolve(ConfigurationSources(files: [file]))
      return nil
    } catch {
      return error
    }
  }

  @Test("files that are missing, folders, or not UTF-8")
  func files() throws {
    let missing = folder.path + "/no.yaml"
    #expect(error(reading: missing) == .fileNotFound(file: missing))
    let directory = try #require(try? folder.write("d.yaml/x", "")).dropLast(2)
    #expect(error(reading: String(directory)) == .unreadable(file: String(directory), reason: .folder))
    let latin = try folder.write("l.yaml", Data("a: 1\n# caf".utf8) + [0xE9, 0x0A])
    #expect(error(reading: latin) == .notUTF8(at: SourcePosition(.file(latin), line: 2, column: 6)))
  }

  @Test("a file that is too large is not read to its end")
  func tooLarge() throws {
    let file = try folder.write("big.yaml", String(repeating: "# padding\n", count: 1 << 19))
    #expect(error(reading: file) == .limitExceeded(.bytes(4 << 20), at: SourcePosition(.file(file))))
  }

  @Test("a missing file that is extended, and a malformed extends")
  func extends() throws {
    let file = try folder.write("a.yaml", "extends: gone.yaml")
    #expect(error(reading: file) == .fileNotFound(file: folder.path + "/gone.yaml"))
    let other = try folder.write("b.yaml", "extends: {a: 1}")
    #expect(error(reading: other)?.position == SourcePosition(.file(other), line: 1, column: 10))
  }

  @Test("every error's sentence ends in a full stop or question mark and has no line break")
  func sentences() {
    let at = SourcePosition(.file("a"), line: 1, column: 2)
    let errors: [SettingsError] = [
      .fileNotFound(file: "a"), .unreadable(file: "a", reason: .folder), .unreadable(file: "a", reason: .noPermission),
      .notUTF8(at: at), .syntax(problem: "p", hint: nil, at: at), .duplicateKey(key: "a", first: at, at: at),
      .keyNotText(at: at), .severalDocuments(at: at), .unknownAnchor(name: "a", at: at),
      .unsupportedTag(tag: "a", at: at), .limitExceeded(.depth(1), at: at), .limitExceeded(.nodes(1), at: at),
      .limitExceeded(.bytes(1), at: at), .limitExceeded(.files(1), at: at),
      .unknownKey(key: "a\nb", nearest: nil, known: [], at: at), .missingKey(key: "a", mapping: "b", at: at),
      .wrongType(key: "a", expected: "b", found: "c", at: at), .outOfRange(key: "a", value: "b", allowed: "c", at: at),
      .unknownChoice(key: "a", value: "b\n", nearest: nil, known: ["c"], at: at),
      .invalid(key: "a", value: "b", requirement: "c", origin: .builtIn),
      .invalid(key: "a", value: "b", requirement: "c", origin: .written(at)),
      .extendsCycle(files: ["a", "a"], at: at), .unknownPreset(name: "a", nearest: nil, known: [], at: nil),
      .malformedOverride(text: "a"),
    ]
    for error in errors {
      let sentence = error.description
      #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"), "\(sentence)")
      #expect(!sentence.contains("\n"), "\(sentence)")
      if let position = error.position { #expect(sentence.hasPrefix("\(position): "), "\(sentence)") }
    }
  }
}
