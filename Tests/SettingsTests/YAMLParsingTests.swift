import Settings
import Testing

@Suite struct YAMLParsingTests {
  private func parse(_ text: String) throws(SettingsError) -> YAMLNode { try parseYAML(text: text, file: "a.yaml") }
  private func at(_ line: Int, _ column: Int) -> SourcePosition {
    SourcePosition(.file("a.yaml"), line: line, column: column)
  }

  @Test("every node and key knows its line and column")
  func positions() throws {
    let root = try parse("# heading\nchurn:\n  models: [gbdt, stack]\n  é: 5\n")
    let churn = try #require(try root.entries("").first)
    #expect(churn.keyPosition == at(2, 1))
    let entries = try churn.value.entries("")
    #expect(entries.map(\.keyPosition) == [at(3, 3), at(4, 3)])
    #expect(try entries[0].value.sequence("").map(\.position) == [at(3, 12), at(3, 18)])
    #expect(entries[1].value.position == at(4, 6))
  }

  @Test("an empty document is null", arguments: ["", "\n", "# only a comment\n", "---\n", "---\n...\n"])
  func empty(_ text: String) throws {
    #expect(try parse(text).isNull)
  }

  @Test("plain scalars resolve by the core schema, decimal only")
  func resolution() throws {
    #expect(try parse("12").int("x") == 12)
    #expect(try parse("-012").int("x") == -12)
    #expect(try parse("1e-3").double("x") == 0.001)
    #expect(try parse(".5").double("x") == 0.5)
    #expect(try parse("7").double("x") == 7)
    #expect(try parse("True").bool("x"))
    #expect(try parse("007").string("x") == "007")
    #expect(try parse("yes").string("x") == "yes")
    #expect(try parse("'~'").string("x") == "~")
    #expect(try parse("\"\"").string("x") == "")
    #expect(try parse("!!str 5").string("x") == "5")
    #expect(try parse("NULL").isNull)
  }

  @Test(
    "what is no decimal number is refused as one", arguments: ["0x1F", ".inf", ".nan", "1e999", "1_000", "'5'", "5 %"])
  func notNumbers(_ text: String) throws {
    let node = try parse(text)
    #expect(throws: SettingsError.self) { try node.double("x") }
    #expect(throws: SettingsError.self) { try node.int("x") }
  }

  @Test("integers beyond 64 bits, and fractions, are no integers", arguments: ["9223372036854775808", "5.0", "1e3"])
  func notIntegers(_ text: String) throws {
    let node = try parse(text)
    #expect(throws: SettingsError.self) { try node.int("x") }
    #expect(try node.double("x") > 1)
  }

  @Test("styles are kept, so that positions inside text can be found")
  func styles() throws {
    let items = try parse("- a\n- 'a'\n- \"a\"\n- |\n  a\n- >\n  a\n").sequence("")
    let styles = items.compactMap { if case .scalar(let scalar) = $0.content { scalar.style } else { nil } }
    #expect(styles == [.plain, .singleQuoted, .doubleQuoted, .literal, .folded])
  }

  @Test("an alias stands for what its anchor names")
  func aliases() throws {
    let root = try parse("a: &x {cost: 5}\nb: *x\n").entries("")
    #expect(root[0].value == root[1].value)
  }

  @Test("JSON is YAML", arguments: ["{\"customer_id\": \"Client\\u00e9\",\n\t\"order_id\": \"a\\/b\"}"])
  func json(_ text: String) throws {
    let entries = try parse(text).entries("")
    #expect(try entries.map { try $0.value.string("") } == ["Clienté", "a/b"])
  }

  // MARK: - Bad input

  @Test("a duplicate key is an error with both places")
  func duplicateKey() {
    #expect(throws: SettingsError.duplicateKey(key: "a", first: at(1, 1), at: at(3, 1))) {
      try parse("a: 1\nb: 2\n\"a\": 3\n")
    }
  }

  @Test("syntax errors carry libyaml's line and column, and a hint for tabs and colons")
  func syntax() {
    #expect(throws: SettingsError.self) { try parse("a: [1, 2") }
    #expect {
      try parse("a:\n\tb: 1\n")
    } throws: {
      guard case .syntax(_, .tabIndentation, let place) = $0 as? SettingsError else { return false }
      return place == at(2, 1)
    }
    #expect {
      try parse("a: b: c\n")
    } throws: {
      guard case .syntax(_, .colonInText, let place) = $0 as? SettingsError else { return false }
      return place == at(1, 5)
    }
  }

  @Test("a control character is found by its line and column")
  func controlCharacter() {
    #expect {
      try parse("a: 1\nb: é\u{1}\n")
    } throws: {
      ($0 as? SettingsError)?.position == at(2, 5)
    }
  }

  @Test("keys that are no text, second documents, unknown anchors and foreign tags are errors")
  func otherErrors() {
    #expect(throws: SettingsError.keyNotText(at: at(1, 1))) { try parse("[a]: 1\n") }
    #expect(throws: SettingsError.severalDocuments(at: at(2, 1))) { try parse("a: 1\n---\nb: 2\n") }
    #expect(throws: SettingsError.unknownAnchor(name: "x", at: at(1, 4))) { try parse("a: *x\n") }
    #expect(throws: SettingsError.unknownAnchor(name: "x", at: at(1, 8))) { try parse("a: &x [*x]\n") }
    #expect(throws: SettingsError.unsupportedTag(tag: "!run", at: at(1, 4))) { try parse("a: !run x\n") }
  }

  @Test("a document that nests too deep is refused before it costs anything", arguments: [65, 1_000, 100_000])
  func depth(_ depth: Int) {
    #expect {
      try parse(String(repeating: "[", count: depth + 1) + String(repeating: "]", count: depth + 1))
    } throws: {
      guard case .limitExceeded(.depth(64), _) = $0 as? SettingsError else { return false }
      return true
    }
    #expect(throws: SettingsError.self) { try parse(String(repeating: "- ", count: depth + 1) + "x") }
  }

  @Test("64 levels are allowed")
  func allowedDepth() throws {
    _ = try parse(String(repeating: "[", count: 64) + "x" + String(repeating: "]", count: 64))
  }

  @Test("aliases that multiply are stopped")
  func aliasBomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect {
      try parse(text)
    } throws: {
      guard case .limitExceeded(.nodes(100_000), _) = $0 as? SettingsError else { return false }
      return true
    }
  }

  @Test("random bytes never crash")
  func randomText() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("ab:-[]{}&*!|>'\"%@`#,? \n\t\u{0}\u{85}é\u{FEFF}")
    for _ in 0..<3_000 {
      let text = String((0..<Int.random(in: 0...40, using: &generator)).map { _ in alphabet.randomElement()! })
      _ = try? parse(text)
    }
  }
}
