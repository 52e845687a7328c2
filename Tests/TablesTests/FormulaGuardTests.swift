import Tables
import Testing

@Suite("Spreadsheet guard") struct FormulaGuardTests {
  @Test(
    "text that a spreadsheet would run gets an apostrophe",
    arguments: [
      ("=cmd()", "'=cmd()"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("17850", "17850"),
      ("", ""), ("a=b", "a=b"),
    ])
  func guards(text: String, expected: String) {
    #expect(guardedAgainstFormulas(text) == expected)
  }
}
