import Failures
import Foundation
import Runs
import TestSupport
import Testing

@Suite("JSON") struct JSONTextTests {
  struct Report: Codable, Equatable {
    struct Part: Codable, Equatable {
      var zeta: Int
      var alpha: Double
    }
    var title: String
    var parts: [Part]
    var counts: [String: Int]
    var when: Timestamp
    var ratio: Float
  }

  @Test("equal values give equal bytes: keys are sorted, slashes are not escaped")
  func sorted() throws {
    let report = Report(
      title: "a/b", parts: [.init(zeta: 1, alpha: 0.5)], counts: ["b": 2, "c": 3, "a": 1],
      when: Timestamp(milliseconds: 0), ratio: 0.1)
    let line = try JSONText.line(report)
    #expect(
      line
        == #"{"counts":{"a":1,"b":2,"c":3},"parts":[{"alpha":0.5,"zeta":1}],"ratio":0.1,"title":"a/b","when":"1970-01-01T00:00:00.000Z"}"#
    )
    #expect(try JSONText.decode(Report.self, from: Data(line.utf8), file: "f.json") == report)
    let pretty = try JSONText.pretty(report)
    #expect(pretty.hasSuffix("}\n"))
    #expect(try JSONText.decode(Report.self, from: Data(pretty.utf8), file: "f.json") == report)
  }

  @Test("doubles round-trip bit for bit")
  func doubles() throws {
    let values: [Double] = [0.1, 1.0 / 3, 1e300, Double.leastNonzeroMagnitude, 100, 123_456_789.123, 2 / 3e7]
    let back = try JSONText.decode([Double].self, from: Data(JSONText.line(values).utf8), file: "f.json")
    #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test("a number that is not finite is an error")
  func notFinite() {
    #expect(throws: EncodingError.self) { try JSONText.line([Double.nan]) }
  }

  @Test("an error about JSON of the wrong form names the file and the coding path")
  func otherForm() {
    let text = #"{"title": "a", "parts": [{"zeta": 1, "alpha": "x"}], "counts": {}}"#
    let error = #expect(throws: JSONError.self) {
      try JSONText.decode(Report.self, from: Data(text.utf8), file: "f.json")
    }
    #expect(
      error?.description.hasPrefix("cannot understand 'f.json': at 'parts.") == true, "\(error?.description ?? "")")
    #expect(error?.failureKind == .input)
  }

  @Test(
    "a syntax error has its line and column",
    arguments: [
      ("{\n  \"a\": 1,\n  b: 2}", 3, 3), ("[1, 2", 1, 6), ("[1 2]", 1, 4), ("", 1, 1), ("{\"a\":1}x", 1, 8),
      ("01", 1, 1), ("1.", 1, 1), ("+1", 1, 1), ("nul", 1, 1), ("\"a\nb\"", 1, 3), ("\"\\x\"", 1, 2), ("1e999", 1, 1),
      ("\"\\ud800\"", 1, 2), ("{\"a\":1,\"a\":2}", 1, 8), ("NaN", 1, 1), ("[1,]", 1, 4), ("\"open", 1, 6),
    ])
  func malformed(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSONText.check(Data(text.utf8), file: "f.json") }
    #expect(error?.place == JSONError.Place(line: line, column: column))
    #expect(error?.description.hasPrefix("f.json:\(line):\(column): this is not JSON: ") == true)
  }

  @Test(
    "valid JSON passes the check",
    arguments: ["{}", " [1, -0.5e3, \"a\\u00fc\\ud83d\\ude00\", null, true] ", "\"x\"", "{\"a\": {\"a\": 1}}"])
  func wellFormed(text: String) {
    #expect(throws: Never.self) { try JSONText.check(Data(text.utf8), file: "f.json") }
  }

  @Test("excessive nesting is rejected")
  func nesting() {
    let endless = Data(String(repeating: "[", count: 100_000).utf8)
    #expect(throws: JSONError.self) { try JSONText.check(endless, file: "f.json") }
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(throws: Never.self) { try JSONText.check(Data(deep.utf8), file: "f.json") }
  }
}
