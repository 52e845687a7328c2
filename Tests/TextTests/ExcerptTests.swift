import Testing
import Text

@Suite("Excerpts") struct ExcerptTests {
  @Test("short text is unchanged, long text is cut, and the ellipsis counts")
  func length() {
    #expect(excerpt("") == "")
    #expect(excerpt("abcde", limit: 5) == "abcde")
    #expect(excerpt("abcdef", limit: 5) == "abcd…")
    #expect(excerpt(String(repeating: "é", count: 61)) == String(repeating: "é", count: 59) + "…")
    #expect(excerpt("abcdef".dropFirst(), limit: 3) == "bc…")
  }

  @Test("characters that break a line or control a terminal become spaces")
  func controls() {
    #expect(excerpt("a\nb\tc\u{1b}[31md\u{7f}\u{85}\u{2028}\u{2029}e") == "a b c [31md    e")
  }

  @Test("a million combining marks on one letter are cut too")
  func combining() {
    let hostile = "e" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(excerpt(hostile).unicodeScalars.count == 60)
  }

  @Test("the first twenty of many names are shown")
  func names() {
    let names = (1...21).map { "n\($0)" }
    #expect(excerpt(names).hasSuffix("n20, and 1 more"))
    #expect(excerpt(Array(names.prefix(20))).hasSuffix("n19, n20"))
    #expect(excerpt([String]()) == "")
    #expect(excerpt(["a\nb", String(repeating: "x", count: 100)]).count == 65)
  }
}
