import Foundation
import Numerics
import Tables
import TestSupport
import Testing
import Text

@Suite("Errors of files") struct FileErrorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(_ text: String) throws -> TableError? {
    let path = try folder.write(text)
    return tableError { try readAll(path) }
  }

  private var path: String { folder.path(of: "table.csv") }

  @Test("a missing file, a folder, and an empty file")
  func noTable() throws {
    let missing = folder.path(of: "nothing.csv")
    #expect(tableError { try readAll(missing) } == .missingFile(path: missing))
    #expect(tableError { try readAll(folder.url.path) } == .isFolder(path: folder.url.path))
    for text in ["", "\n\n\r\n", "\u{feff}", " \n  \n"] {
      #expect(try error(text) == .empty(path: path), "\(text.debugDescription)")
    }
  }

  @Test("a file without permission to read", .enabled(if: geteuid() != 0, "root may read everything"))
  func noPermission() throws {
    _ = try folder.write("a\n1\n")
    chmod(path, 0)
    #expect(tableError { try readAll(path) } == .noPermission(path: path, action: .read))
  }

  @Test("a row of too few or too many fields, with its line")
  func ragged() throws {
    #expect(try error("a,b\n1,2\n\n\"x\ny\",1\n3\n") == .raggedRow(path: path, line: 6, expected: 2, found: 1))
    #expect(try error("a,b\n1,2,3\n") == .raggedRow(path: path, line: 2, expected: 2, found: 3))
  }

  @Test("an unclosed quote, where it opens")
  func unclosedQuote() throws {
    #expect(try error("a,b\n1,2\n3,\"x\n4,5\n") == .unclosedQuote(path: path, line: 3, column: 3))
    #expect(try error("a,\"b\n1,2\n") == .unclosedQuote(path: path, line: 1, column: 3))
    #expect(
      try error("a,b\n\"x\ny\",\"z\n4,5\n") == .unclosedQuote(path: path, line: 3, column: 4),
      "the column counts from the line on which the quote opens")
  }

  @Test("text after a closing quote")
  func textAfterQuote() throws {
    #expect(try error("a,b\n1,\"x\"y\n") == .textAfterQuote(path: path, line: 2, column: 3))
  }

  @Test("rows before a fault come first, whatever the threads", arguments: [1, 2, 5])
  func faultOrder(threads: Int) throws {
    let good = String(repeating: "1,2\n", count: 1000)
    let faults: [(String, TableError)] = [
      ("1,2,3\n\"x", .raggedRow(path: path, line: 1002, expected: 2, found: 3)),
      ("\"x\"y,1\n3\n", .textAfterQuote(path: path, line: 1002, column: 1)),
      ("1,\"x", .unclosedQuote(path: path, line: 1002, column: 3)),
    ]
    for (text, expected) in faults {
      _ = try folder.write("a,b\n\(good)\(text)")
      let options = ReadOptions(blockSize: 100, parallelism: Parallelism(threads: threads))
      let reader = try TableReader(path: path, options: options)
      var rows = 0
      let error = tableError { while let batch = try reader.next() { rows += batch.table.rowCount } }
      #expect(error == expected)
      #expect((950...1000).contains(rows))
    }
  }

  @Test("a line that is longer than any line of a table")
  func longLine() throws {
    let path = try folder.write(Array("a,b\n1,2\n".utf8) + [UInt8](repeating: 0x78, count: 65 << 20), to: "long.csv")
      .path
    #expect(tableError { try readAll(path) } == .lineTooLong(path: path, line: 3, limit: 64 << 20))
  }

  @Test("a byte order mark counts as bytes, not as columns")
  func markedPlaces() throws {
    #expect(try error("\u{feff}\"a,b\n") == .unclosedQuote(path: path, line: 1, column: 1))
    #expect(try error("\u{feff}a,b\n\0,2\n") == .binary(path: path, line: 2, offset: 7))
  }

  @Test("text that is not UTF-8: the first row, and only of columns that are read")
  func notUTF8() throws {
    // Bytes 1 and 2 stand for half a letter and a comma.
    let bytes = Array("a,b,c\nx,y,é\nx,\u{1}\u{2}z\n\u{1},z,z\n".utf8).map { $0 == 1 ? 0xc3 : $0 == 2 ? 0x2c : $0 }
    let path = try folder.write(bytes, to: "halves.csv").path
    #expect(tableError { try readAll(path) } == .notUTF8(path: path, line: 3, column: "b"))
    #expect(
      tableError { _ = try TextRows(reading: path, options: ReadOptions(columns: ["a"])) }
        == .notUTF8(path: path, line: 4, column: "a"))
    #expect(try TextRows(reading: path, options: ReadOptions(columns: ["c"])).rows == [["é"], ["z"], ["z"]])
    let header = try folder.write([0xc3, 0xa9, 0x2c, 0xe9, 0x0a], to: "header.csv").path
    #expect(tableError { try readAll(header) } == .notUTF8(path: header, line: 1, column: "2"))
  }

  @Test("bytes that are not text")
  func binary() throws {
    #expect(try error("a,b\n1,2\n3,\0\n") == .binary(path: path, line: 3, offset: 10))
    let other = try folder.write([0x89, 0x51, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 13], to: "other.csv").path
    #expect(tableError { try readAll(other) } == .binary(path: other, line: 3, offset: 8))
  }

  @Test("a NUL byte far into a file, with its line and byte")
  func lateBinary() throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 10_000)
    let path = try folder.write(text + "3,\0\n", to: "late.csv").path
    let options = ReadOptions(blockSize: 1000)
    let error = tableError {
      let reader = try TableReader(path: path, options: options)
      while try reader.next() != nil {}
    }
    #expect(error == .binary(path: path, line: 10_002, offset: 40_006))
  }

  @Test("packed data that is cut off or garbage")
  func damaged() throws {
    for (bytes, name, format) in [(Fixtures.gzip, "t.csv.gz", "gzip"), (Fixtures.zstd, "t.csv.zst", "zstd")] {
      let cut = try folder.write(Array(bytes.dropLast(6)), to: name).path
      #expect(tableError { try readAll(cut) } == .truncated(path: cut, format: format))
      let noise = try folder.write(Array(bytes.prefix(4)) + (0..<100).map { UInt8($0 * 37 % 251) }, to: name).path
      guard case .corrupt(noise, format, _) = tableError({ try readAll(noise) }) else {
        Issue.record("garbage after the magic number of \(format)")
        continue
      }
      let text = try folder.write("a,b\n1,2\n", to: name).path
      guard case .corrupt(text, format, _) = tableError({ try readAll(text) }) else {
        Issue.record("plain text named \(name)")
        continue
      }
    }
  }

  @Test("Parquet data that is cut off or garbage")
  func damagedParquet() throws {
    let cut = try folder.write(Array(Fixtures.types.dropLast(10)), to: "t.parquet").path
    #expect(tableError { try readAll(cut) } == .truncated(path: cut, format: "Parquet"))
    let text = try folder.write("a,b\n", to: "t.parquet").path
    guard case .corrupt(text, "Parquet", _) = tableError({ try readAll(text) }) else {
      Issue.record("text named .parquet")
      return
    }
    let magic = Array("PAR1".utf8)
    let noise = try folder.write(magic + (0..<200).map { UInt8($0 * 37 % 251) } + magic, to: "t.parquet").path
    guard case .corrupt(noise, "Parquet", _) = tableError({ try readAll(noise) }) else {
      Issue.record("garbage between magic numbers")
      return
    }
  }

  @Test("noise ends in an error or a table, never in a crash", arguments: 0..<30)
  func noise(seed: Int) throws {
    let random = Philox(seed: UInt64(seed))
    func draw(_ counter: Int, _ count: Int) -> Int {
      min(count - 1, Int(random.uniform(stream: 2, counter: UInt64(counter)) * Double(count)))
    }
    let alphabet = Array("ab,\"\n\r;é \0".utf8).filter { seed % 2 == 0 || $0 != 0 }
    let text = (0..<200).map { alphabet[draw($0, alphabet.count)] }
    let soup = try folder.write(text, to: "soup.csv").path
    _ = tableError { _ = try TextRows(reading: soup, options: ReadOptions(blockSize: 16)) }
    var damaged = Fixtures.types
    for counter in 0..<4 { damaged[4 + draw(1000 + counter, damaged.count - 8)] = UInt8(draw(2000 + counter, 256)) }
    let parquet = try folder.write(damaged, to: "soup.parquet").path
    _ = tableError { try readAll(parquet) }
  }

  @Test("other formats are named")
  func otherFormats() throws {
    let workbook = try folder.write([0x50, 0x4b, 3, 4, 20, 0], to: "t.xlsx").path
    #expect(tableError { try readAll(workbook) } == .truncated(path: workbook, format: "XLSX"))
  }

  @Test("a pipe and a device are no files, and keep nobody waiting")
  func noRegularFile() throws {
    let pipe = folder.path(of: "pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(tableError { try readAll(pipe) } == .notRegular(path: pipe))
    #expect(tableError { try readAll("/dev/zero") } == .notRegular(path: "/dev/zero"))
  }

  @Test("a file that grows or is replaced while it is read")
  func changing() throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 1000)
    for change in [false, true] {
      let path = try folder.write(text)
      let reader = try TableReader(path: path, options: ReadOptions(blockSize: 100, parallelism: .serial))
      #expect(try reader.next() != nil)
      if change {
        // Same size, same name, another file.
        try FileManager.default.removeItem(atPath: path)
        _ = try folder.write(text)
      } else {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Array("3,4\n".utf8))
        try handle.close()
      }
      #expect(tableError { while try reader.next() != nil {} } == .changed(path: path))
    }
    let quiet = try TableReader(path: path)
    #expect(tableError { while try quiet.next() != nil {} } == nil)
  }

  @Test("a small packed file that unpacks to much ends in an error, in bounded memory", arguments: ["x", "\0", "\"a,"])
  func bomb(text: String) throws {
    // 300 MB of one text, packed to a few hundred KB.
    let piece = Data(String(repeating: text, count: 1 << 20).utf8)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-1", "-c"]
    let (input, output) = (Pipe(), folder.path(of: "bomb.csv.gz"))
    try Data().write(to: URL(fileURLWithPath: output))
    gzip.standardInput = input
    gzip.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    try gzip.run()
    try input.fileHandleForWriting.write(contentsOf: Data("a,b\n".utf8))
    for _ in 0..<(300 / text.utf8.count) { try input.fileHandleForWriting.write(contentsOf: piece) }
    try input.fileHandleForWriting.close()
    gzip.waitUntilExit()
    let error = tableError { try readAll(output) }
    switch error {
    case .lineTooLong(output, 2, 64 << 20), .binary(output, 2, 4), .textAfterQuote(output, 2, 1): break
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test("garbage behind packed data is an error")
  func trailingGarbage() throws {
    for (bytes, name, format) in [(Fixtures.gzip, "t.csv.gz", "gzip"), (Fixtures.zstd, "t.csv.zst", "zstd")] {
      let path = try folder.write(bytes + Array("garbage behind the end".utf8), to: name).path
      switch tableError({ try readAll(path) }) {
      case .corrupt(path, format, _), .truncated(path, format): break
      case let error: Issue.record("\(name): \(String(describing: error))")
      }
    }
  }

  @Test("a cell of ten megabytes is read")
  func largeCell() throws {
    let cell = String(repeating: "x", count: 10 << 20)
    let path = try folder.write("a,b\n1,\(cell)\n2,y\n")
    let rows = try TextRows(reading: path)
    #expect(rows.rows.count == 2)
    #expect(rows.rows[0][1]?.utf8.count == 10 << 20)
    #expect(excerpt(cell).count == 60)
  }

  @Test("sentences say what, where and what to do")
  func sentences() {
    #expect(
      TableError.raggedRow(path: "a.csv", line: 7, expected: 8, found: 9).description
        == "a.csv:7: 8 fields expected as in the header, 9 found; "
        + "quote fields that hold the separator, or mend this line")
    #expect(
      TableError.missingColumn(name: "Prise", path: "a.csv", known: ["Price", "Units"], nearest: "Price").description
        == "a.csv: there is no column 'Prise'; did you mean 'Price'? The columns are: Price, Units")
    #expect(
      TableError.missingColumn(name: "x", path: nil, known: ["Price"], nearest: nil).description
        == "there is no column 'x'; the columns are: Price")
    #expect(
      TableError.system(path: "o/a.csv", action: .write, code: ENOSPC, detail: "").description
        == "o/a.csv: cannot write this file: no space is left; free some or choose another folder")
  }
}
