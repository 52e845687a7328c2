import CivilTime
import Foundation
import Settings
import Testing

@Suite struct DocumentTests {
  private let odd = [
    "", " ", "null", "\0", "Yes", "5", "-", "a: b", "a #b", "#", "[x]", "{", "'", "\"", "\\", "a\nb", "\t", "é", "😀",
    "\u{1}",
    "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}x", "trailing ", "Lost/Churned", "1e5", "~", "*a", "&a", "!a", "%a", "@a",
    "=", "a,b", "\r\n", "?", "? a", "- a",
  ]

  @Test("any text survives being written as YAML, in block and in flow")
  func textRoundTrip() throws {
    for text in odd {
      let literal = SettingLiteral.map([.init("key", .string(text)), .init("list", .list([.string(text), "x"]))])
      let block = try parseYAML(text: literal.yaml(), file: "x").entries("")
      #expect(try block[0].value.string("") == text, "\(text.debugDescription)")
      #expect(try block[1].value.strings("") == [text, "x"], "\(text.debugDescription)")
      let flow = try parseYAML(text: literal.flow, file: "x").entries("")
      #expect(try flow[0].value.string("") == text, "\(text.debugDescription)")
      #expect(try parseYAML(text: SettingLiteral.map([.init(text, 1)]).yaml(), file: "x").entries("")[0].key == text)
    }
  }

  @Test("random numbers survive to the bit, and whole ones are written without a fraction")
  func numberRoundTrip() throws {
    for _ in 0..<1_000 {
      let number = Double(bitPattern: .random(in: 0 ... .max))
      guard number.isFinite else { continue }
      let read = try parseYAML(text: SettingLiteral.double(number).flow, file: "x").double("")
      #expect(read.bitPattern == number.bitPattern)
    }
    #expect(SettingLiteral.double(5000).flow == "5000")
    #expect(SettingLiteral.double(-0.0).flow == "-0.0")
    #expect(SettingLiteral.double(1e-8).flow == "1.0e-08")
  }

  @Test("random nested values survive, and the JSON is what Foundation reads")
  func nestedRoundTrip() throws {
    for _ in 0..<300 {
      let literal = SettingLiteral.map([.init("root", random(depth: 4))])
      let read = try parseYAML(text: literal.yaml(), file: "x")
      #expect(plain(read) == literal, "\(literal.yaml())")
      #expect(plain(try parseYAML(text: literal.json(), file: "x")) == literal, "\(literal.json())")
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(literal.json().utf8)) }
    }
  }

  private func random(depth: Int) -> SettingLiteral {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5)) {
    case 0: .null
    case 1: .bool(.random())
    case 2: .int(.random(in: -1000...1000))
    case 3: .double(.random(in: 0.001..<0.999))
    case 4: .string(["a", "5", "no", "At Risk", "x: y", "é\n"].randomElement()!)
    case 5: .list((0..<Int.random(in: 0...3)).map { _ in random(depth: depth - 1) })
    default: .map((0..<Int.random(in: 0...3)).map { .init("k \($0)", random(depth: depth - 1)) })
    }
  }

  private func plain(_ node: YAMLNode) -> SettingLiteral {
    switch node.content {
    case .sequence(let items): .list(items.map(plain))
    case .mapping(let entries): .map(entries.map { .init($0.key, plain($0.value)) })
    case .scalar(let scalar):
      if scalar.isNull {
        .null
      } else if let bool = scalar.bool {
        .bool(bool)
      } else if let int = scalar.int {
        .int(int)
      } else if let double = scalar.double {
        .double(double)
      } else {
        .string(scalar.text)
      }
    }
  }

  // MARK: - Of a catalogue

  @Test("the canonical document reads back to the same configuration, and writes the same again")
  func canonical() throws {
    let text = "churn: {models: [a, \"5\"], gbdt: {max_depth: 3}}\nrun: {as_of: 2011-12-09, rates: {\"x: y\": 1}}"
    let configuration = try Shop.catalog.resolve(yaml: text)
    let canonical = configuration.canonicalYAML()
    let again = try Shop.catalog.resolve(yaml: canonical)
    #expect(again.canonicalYAML() == canonical)
    #expect(again.entries.map(\.value) == configuration.entries.map(\.value))
    #expect(again[Shop.asOf] == CivilDate("2011-12-09"))
  }

  @Test("what cannot change a result is left out of the document for results")
  func scope() throws {
    let one = try Shop.catalog.resolve(yaml: "run: {threads: 1}")
    let four = try Shop.catalog.resolve(yaml: "run: {threads: 4}")
    #expect(one.canonicalYAML(.results) == four.canonicalYAML(.results))
    #expect(one.canonicalYAML() != four.canonicalYAML())
    #expect(!one.canonicalYAML(.results).contains("threads"))
    #expect(throws: Never.self) { try Shop.catalog.resolve(yaml: one.canonicalYAML(.results)) }
  }

  @Test("the commented document holds every default with its sentence, unit and range")
  func commented() throws {
    let text = Shop.catalog.commentedYAML(heading: "A heading.")
    #expect(text.hasPrefix("# A heading.\n"))
    #expect(text.contains("  # How far. [days; 1 to 3650]\n  horizon_days: 90\n"))
    #expect(text.contains("    # How deep. [1 or more, or null]\n    max_depth: null\n"))
    #expect(text.contains("  # What to do. [flag, drop]\n  action: flag\n"))
    #expect(try Shop.catalog.resolve(yaml: text).canonicalYAML() == Shop.catalog.defaults.canonicalYAML())
  }

  @Test("comments are wrapped")
  func wrapping() {
    let text = Shop.catalog.commentedYAML(heading: Array(repeating: "word", count: 200).joined(separator: " "))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("the schema describes each parameter with type, range and default, and closes each section")
  func schema() throws {
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(Shop.catalog.jsonSchema().utf8)) as? [String: Any])
    #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    let sections = try #require(root["properties"] as? [String: Any])
    #expect(Set(sections.keys) == ["extends", "churn", "cleaning", "run"])
    let churn = try #require(sections["churn"] as? [String: Any])
    #expect(churn["additionalProperties"] as? Bool == false)
    let horizon = try #require((churn["properties"] as? [String: Any])?["horizon_days"] as? [String: Any])
    #expect(horizon["type"] as? String == "integer")
    #expect(horizon["minimum"] as? Int == 1)
    #expect(horizon["maximum"] as? Int == 3650)
    #expect(horizon["default"] as? Int == 90)
    #expect(horizon["description"] as? String == "How far. Unit: days.")
    let cleaning = try #require(sections["cleaning"] as? [String: Any])
    let action = try #require((cleaning["properties"] as? [String: Any])?["action"] as? [String: Any])
    #expect(action["enum"] as? [String] == ["flag", "drop"])
  }
}
