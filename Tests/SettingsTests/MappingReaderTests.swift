import Settings
import Testing

@Suite struct MappingReaderTests {
  private enum Scope: String, CaseIterable {
    case cluster, customer
  }

  private func reader(_ text: String) throws(SettingsError) -> MappingReader {
    try parseYAML(text: text, file: "p.yaml").mapping("the file")
  }

  private func at(_ line: Int, _ column: Int) -> SourcePosition {
    SourcePosition(.file("p.yaml"), line: line, column: column)
  }

  @Test("reads every kind of value, and is then finished")
  func reads() throws {
    var reader = try reader(
      """
      name: luxury
      rank: 3
      share: 0.5
      active: true
      columns: [a, b]
      rules:
        - {name: x}
      parameters: {num_leaves: 15}
      applies_to: customer
      version: ~
      """)
    #expect(try reader.string("name") == "luxury")
    #expect(try reader.int("rank") == 3)
    #expect(try reader.double("share") == 0.5)
    #expect(try reader.bool("active"))
    #expect(try reader.strings("columns") == ["a", "b"])
    #expect(try reader.sequence("rules").count == 1)
    var parameters = try reader.mapping("parameters")
    #expect(try parameters.int("num_leaves") == 15)
    try parameters.finish()
    #expect(try reader.choice("applies_to", of: Scope.self) == .customer)
    #expect(try reader.optionalString("version") == nil)
    #expect(try reader.optionalStrings("absent") == nil)
    try reader.finish()
  }

  @Test("a key that nobody asked for is an error with the nearest of those asked for")
  func leftover() throws {
    var reader = try reader("name: x\ndescripton: y\n")
    _ = try reader.string("name")
    _ = try reader.optionalString("description")
    let finished = reader
    #expect(
      throws: SettingsError.unknownKey(
        key: "descripton", nearest: "description", known: ["name", "description"], at: at(2, 1))
    ) { try finished.finish() }
  }

  @Test("a missing key names the mapping and where it begins")
  func missing() throws {
    var reader = try reader("{a: 1}")
    #expect(throws: SettingsError.missingKey(key: "name", mapping: "the file", at: at(1, 1))) {
      try reader.string("name")
    }
  }

  @Test("a null where a value is needed is a wrong type")
  func null() throws {
    var reader = try reader("name:\n")
    #expect {
      try reader.string("name")
    } throws: {
      guard case .wrongType("name", _, _, _) = $0 as? SettingsError else { return false }
      return true
    }
  }

  @Test("wrong types say what was found and what to write")
  func wrongTypes() throws {
    var reader = try reader("a: [1]\nb: 1.5\nc: {d: 1}\n")
    #expect(throws: SettingsError.wrongType(key: "a", expected: "an integer", found: "a list", at: at(1, 4))) {
      try reader.int("a")
    }
    #expect(throws: SettingsError.wrongType(key: "b", expected: "an integer", found: "`1.5`", at: at(2, 4))) {
      try reader.int("b")
    }
    #expect(throws: SettingsError.wrongType(key: "c", expected: "a list", found: "a mapping", at: at(3, 4))) {
      try reader.strings("c")
    }
  }

  @Test("a choice that is none lists the known ones and the nearest")
  func choice() throws {
    var reader = try reader("applies_to: costumer\n")
    #expect(
      throws: SettingsError.unknownChoice(
        key: "applies_to", value: "costumer", nearest: "customer", known: ["cluster", "customer"], at: at(1, 13))
    ) { try reader.choice("applies_to", of: Scope.self) }
  }

  @Test("a file that is no mapping is refused", arguments: ["- a\n", "text\n", ""])
  func notAMapping(_ text: String) {
    #expect(throws: SettingsError.self) { try reader(text) }
  }
}
