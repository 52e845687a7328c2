import Foundation
import Pipeline
import Testing

@Suite("JSON") struct JSONTests {
  @Test("keeps the order of members and puts short lists and objects on a line")
  func prettyText() {
    let value: JSONValue = [
      "zeta": 1, "alpha": [1, 2.5, nil], "nested": ["b": true, "a": "x"], "deep": ["list": [["k": 1], ["k": 2]]],
      "empty": [], "nothing": [:],
    ]
    #expect(
      value.text() == """
        {
          "zeta": 1,
          "alpha": [1, 2.5, null],
          "nested": {"b": true, "a": "x"},
          "deep": {
            "list": [
              {"k": 1},
              {"k": 2}
            ]
          },
          "empty": [],
          "nothing": {}
        }

        """)
  }

  @Test("a list that is too long for a line has a line an element")
  func longList() throws {
    let value = JSONValue.array((0..<60).map { .integer($0) })
    #expect(value.text().split(separator: "\n").count == 62)
    #expect(try JSONValue(parsing: value.text()) == value)
  }

  @Test("doubles are the shortest text that reads back equal; NaN and infinities are null")
  func numbers() throws {
    let values: [Double] = [0.1, 1.0 / 3, 1e300, Double.leastNonzeroMagnitude, -0.0, 100, 123_456_789.123]
    for value in values {
      let text = JSONValue.number(value).text(.compact)
      guard case .number(let back) = try JSONValue(parsing: text) else {
        Issue.record("\(text) is not a number with a fraction or exponent")
        continue
      }
      #expect(back.bitPattern == value.bitPattern)
    }
    #expect(JSONValue.number(0.1).text(.compact) == "0.1")
    #expect(JSONValue.array([.number(.nan), .number(.infinity)]).text(.compact) == "[null,null]")
  }

  @Test("text survives a round trip, through our reader and through Foundation's")
  func strings() throws {
    let text = "quote \" backslash \\ line\nfeed tab\t bell\u{7} ü € 😀 \u{2028}"
    let written = JSONValue.string(text).text(.compact)
    #expect(try JSONValue(parsing: written) == .string(text))
    #expect(try JSONDecoder().decode([String].self, from: Data("[\(written)]".utf8)) == [text])
    #expect(try JSONValue(parsing: #""\ud83d\ude00 \u00fc \/""#) == "😀 ü /")
  }

  @Test("setting a member keeps its place, and setting nil removes it")
  func members() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["b"] = 20
    object["a"] = nil
    object["d"] = 4
    #expect(object.members.map(\.key) == ["b", "c", "d"])
    #expect(object["b"] == 20)
  }

  struct Report: Codable, Equatable {
    struct Part: Codable, Equatable {
      var zeta: Int
      var alpha: Double
    }
    var title: String
    var parts: [Part]
    var counts: [String: Int]
    var missing: Int?
    var when: Timestamp
    var ratio: Float
  }

  @Test("encodes in the order of declaration, dictionaries by key, and reads back through Foundation")
  func encoding() throws {
    let report = Report(
      title: "t", parts: [.init(zeta: 1, alpha: 0.5)], counts: ["b": 2, "c": 3, "a": 1], missing: nil,
      when: Timestamp(milliseconds: 0), ratio: 0.1)
    let text = try JSONValue(encoding: report).text(.compact)
    #expect(
      text
        == #"{"title":"t","parts":[{"zeta":1,"alpha":0.5}],"counts":{"a":1,"b":2,"c":3},"when":"1970-01-01T00:00:00.000Z","ratio":0.1}"#
    )
    #expect(try JSONDecoder().decode(Report.self, from: Data(text.utf8)) == report)
  }

  @Test("encodes NaN as null, and JSON inside other values as it is")
  func encodingSpecial() throws {
    #expect(try JSONValue(encoding: [1, Double.nan]).text(.compact) == "[1.0,null]")
    let inner: JSONValue = ["b": [1, ["x": nil]], "a": 2]
    #expect(try JSONValue(encoding: ["k": inner]).text(.compact) == #"{"k":{"b":[1,{"x":null}],"a":2}}"#)
    #expect(throws: EncodingError.self) { try JSONValue(encoding: [UInt64.max]) }
  }

  @Test(
    "says where a text stops being JSON",
    arguments: [
      ("{\n  \"a\": 1,\n  b: 2}", 3, 3), ("[1, 2", 1, 6), ("[1 2]", 1, 4), ("", 1, 1), ("{\"a\":1}x", 1, 8),
      ("01", 1, 1), ("1.", 1, 1), ("+1", 1, 1), ("nul", 1, 1), ("\"a\nb\"", 1, 3), ("\"\\x\"", 1, 2), ("1e999", 1, 1),
      ("\"\\ud800\"", 1, 2), ("{\"a\":1,\"a\":2}", 1, 8), ("NaN", 1, 1), ("[1,]", 1, 4), ("\"open", 1, 6),
    ])
  func malformed(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, file: "f.json") }
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.description.hasPrefix("f.json:\(line):\(column): ") == true)
  }

  @Test("nesting without end is refused, not followed")
  func nesting() throws {
    #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(try JSONValue(parsing: deep).text(.compact) == deep)
  }
}
