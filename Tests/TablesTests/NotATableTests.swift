import Foundation
import Tables
import TestSupport
import Testing

@Suite("Files that are no table") struct NotATableTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func found(_ bytes: [UInt8], _ name: String = "orders.csv") throws -> String? {
    let path = try folder.write(bytes, to: name).path
    guard case .notATable(path, let found, let advice)? = tableError({ try readAll(path) }) else { return nil }
    #expect(!advice.isEmpty)
    return found
  }

  @Test(
    "cases from the field",
    arguments: [
      ("orders.json", "JSON"), ("orders.xls", "HTML"), ("orders_2003.xls", "XML (Excel 2003)"),
      ("orders_pretty.json", "JSON"),
    ])
  func cases(name: String, word: String) throws {
    let path = RealData.projectRoot.appendingPathComponent("Tests/Fixtures/cases/not-a-csv/\(name)").path
    guard case .notATable(path, let found, _)? = tableError({ try readAll(path) }) else {
      Issue.record("\(String(describing: tableError { try readAll(path) }))")
      return
    }
    #expect(found.contains(word))
  }

  @Test(
    "text is called by what it is, whatever its name",
    arguments: [
      ("\u{feff}  <!DOCTYPE html>\n<html><body>", "HTML"), ("<TABLE border=1><TR><TD>a</TD>", "HTML"),
      ("<!-- made by a shop --><table><tr>", "HTML"), ("<?xml version=\"1.0\"?>\n<orders><order/></orders>", "XML"),
      ("<orders>\n<order id=\"1\"/>\n</orders>", "XML"), ("[\n {\"a\": 1}\n]", "JSON"),
      ("[[\"a\",\"b\"],[1,2]]", "JSON"),
      ("[]", "JSON"), ("{\"orders\": [{\"a\": 1}]}", "JSON"), ("{\n  \"a\": 1\n}\n", "JSON"),
      ("-- MySQL dump 10.13\n", "SQL"), ("INSERT INTO orders VALUES (1,2);", "SQL"),
      ("MIME-Version: 1.0\nContent-Type: multipart/related", "MHTML"), ("{\\rtf1\\ansi a", "RTF"),
      ("%PDF-1.7\n1 0 obj", "PDF"),
    ])
  func text(text: String, word: String) throws {
    for name in ["orders.csv", "orders.xls"] {
      #expect(try found(Array(text.utf8), name)?.contains(word) == true, "\(text)")
    }
  }

  @Test("in UTF-16 and packed too")
  func encoded() throws {
    let wide = "<html><table>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(try found([0xff, 0xfe] + wide)?.contains("HTML") == true)
  }

  @Test("bytes of other programs")
  func binary() throws {
    let samples: [([UInt8], String)] = [
      ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], "PNG"), ([0xff, 0xd8, 0xff, 0xe0, 0, 0x10], "JPEG"),
      (Array("SQLite format 3".utf8) + [0, 0x10], "SQLite"), ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4], "7z"),
      ([0, 1, 0, 0] + Array("Standard ACE DB".utf8) + [0], "Access"),
      ([UInt8](repeating: 65, count: 257) + Array("ustar".utf8) + [0], "tar"),
      (Array("BZh91AY&SY".utf8), "bzip2"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0], "xz"),
      (Array("$FL2@(#)".utf8), "SPSS"),
    ]
    for (bytes, word) in samples { #expect(try found(bytes, "orders.xlsx")?.contains(word) == true, "\(word)") }
  }

  @Test("archives of other things name what they hold")
  func archives() throws {
    let entries: [MadeArchive.Entry] = [("orders.csv", [65]), ("customers.csv", [65])]
    #expect(
      try found(try MadeArchive.pack(entries), "orders.xlsx")
        == "a ZIP archive without a workbook (it holds orders.csv, customers.csv)")
    let word: [MadeArchive.Entry] = [
      (
        "_rels/.rels",
        Array(
          (MadeWorkbook([]).parts[1].text.replacingOccurrences(of: "xl/workbook.xml", with: "word/document.xml")).utf8)
      ), ("word/document.xml", [60]),
    ]
    #expect(try found(try MadeArchive.pack(word), "orders.xlsx") == "a Word document")
  }

  @Test(
    "tables that look a little like something else are read",
    arguments: [
      "[Order ID],[Customer]\n1,a\n", "{id},b\n1,2\n", "<5,b\n1,2\n", "<none>;b\n1;2\n", "from: a,b\n1,2\n",
      "id,giftype\n1,a\n", "Custard,b\n1,2\n", "insert,b\n1,2\n", "RDX,b\n1,2\n", "PDF,b\n1,2\n", "\"{\",b\n1,2\n",
    ])
  func tables(text: String) throws {
    let path = try folder.write(Array(text.utf8), to: "orders.csv").path
    #expect(try readTable(path).rowCount == 1)
    #expect(try readTable(path).fields.count == 2)
  }
}
