import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("Encodings of text") struct EncodingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func encoding(of bytes: [UInt8], options: TextOptions = TextOptions()) throws -> (TextEncoding?, TextRows) {
    let path = try folder.write(bytes, to: "t.csv").path
    let reader = try TableReader(path: path, options: ReadOptions(text: options))
    while try reader.next() != nil {}
    return (reader.encoding, try TextRows(reading: path, options: ReadOptions(text: options)))
  }

  private func bytes(_ text: String, _ encoding: String.Encoding) throws -> [UInt8] {
    Array(try #require(text.data(using: encoding)))
  }

  private let text = "naïve,prix\nGrößenwahn – “x”,12 €\nœuf,3\n"
  private let rows = [["Größenwahn – “x”", "12 €"], ["œuf", "3"]]

  @Test("text that is not UTF-8 is Windows-1252, quotes, dashes and the euro included")
  func windows1252() throws {
    let (encoding, rows) = try encoding(of: bytes(text, .windowsCP1252))
    #expect(encoding == .windows1252)
    #expect(rows.rows == self.rows)
    #expect(try TableReader(path: folder.path(of: "t.csv")).fields.map(\.name) == ["naïve", "prix"])
  }

  @Test("UTF-16 in both orders is known by its mark, and by what is stated where there is none")
  func utf16() throws {
    for (form, mark) in [(String.Encoding.utf16LittleEndian, [0xff, 0xfe]), (.utf16BigEndian, [0xfe, 0xff])] {
      let body = try bytes(text + "🙂,1\n", form)
      let (found, rows) = try encoding(of: mark.map { UInt8($0) } + body)
      #expect(found == .utf16)
      #expect(rows.rows == self.rows + [["🙂", "1"]])
      let (stated, same) = try encoding(of: body, options: TextOptions(encoding: .utf16))
      #expect(stated == .utf16)
      #expect(same == rows)
    }
  }

  @Test("ASCII and UTF-8 are told apart, and a mark wins over what is stated")
  func utf8() throws {
    #expect(try encoding(of: Array("a,b\n1,2\n".utf8)).0 == .ascii)
    #expect(try encoding(of: Array(text.utf8)).0 == .utf8)
    let marked = try encoding(of: Array("\u{feff}é,b\n1,é\n".utf8), options: TextOptions(encoding: .latin1))
    #expect(marked.0 == .utf8)
    #expect(marked.1.rows == [["1", "é"]])
  }

  @Test("the same rows and encoding wherever the blocks are cut", arguments: [16, 17, 19, 23, 64, 1000])
  func blocks(blockSize: Int) throws {
    // The first character outside ASCII stands at every place of a block.
    for padding in 0..<20 {
      let text = "head,b\n" + String(repeating: "x", count: padding) + ",1\né€🙂,ß\n"
      for (form, expected) in [(String.Encoding.utf8, TextEncoding.utf8), (.utf16LittleEndian, .utf16)] {
        var bytes = try bytes(text, form)
        if form != .utf8 { bytes = [0xff, 0xfe] + bytes }
        let path = try folder.write(bytes, to: "t.csv").path
        let reader = try TableReader(path: path, options: ReadOptions(blockSize: blockSize))
        while try reader.next() != nil {}
        #expect(reader.encoding == expected)
        #expect(
          try TextRows(reading: path, options: ReadOptions(blockSize: blockSize)).rows.last == ["é€🙂", "ß"])
      }
      let latin = try bytes(text.replacing("🙂", with: ""), .windowsCP1252)
      let path = try folder.write(latin, to: "t.csv").path
      let rows = try TextRows(reading: path, options: ReadOptions(blockSize: blockSize))
      #expect(rows.rows.last == ["é€", "ß"])
    }
  }

  @Test("a file that is ASCII for long shows its encoding late")
  func late() throws {
    let start = "a,b\n" + String(repeating: "1,2\n", count: 50_000)
    for (form, expected) in [(String.Encoding.utf8, TextEncoding.utf8), (.windowsCP1252, .windows1252)] {
      let (found, rows) = try encoding(of: bytes(start + "é,ü\n", form))
      #expect(found == expected)
      #expect(rows.rows.count == 50_001)
      #expect(rows.rows.last == ["é", "ü"])
    }
  }

  @Test("two encodings in one file are an error with its line, not odd letters")
  func mixed() throws {
    let latin = try bytes("a,b\né,1\n\"x\ny\",2\n", .windowsCP1252)
    let path = try folder.write(latin + Array("ü,3\n".utf8), to: "mixed.csv").path
    #expect(tableError { try readAll(path) } == .mixedEncodings(path: path, line: 5))
    let other = try folder.write(Array("a,b\né,1\n".utf8) + [0xfc, 0x2c, 0x33, 0x0a], to: "other.csv").path
    #expect(tableError { try readAll(other) } == .notUTF8(path: other, line: 3, column: "a"))
    // What is stated is believed.
    let stated = try TextRows(reading: path, options: ReadOptions(text: TextOptions(encoding: .windows1252)))
    #expect(stated.rows.last == ["Ã¼", "3"])
  }

  @Test("bytes that an encoding does not have are an error with their line")
  func undefined() throws {
    let path = try folder.write(Array("a,b\n1,2\n".utf8) + [0x81, 0x2c, 0x33, 0x0a], to: "t.csv").path
    #expect(tableError { try readAll(path) } == .notInEncoding(path: path, line: 3, encoding: .windows1252))
    #expect(try TextRows(reading: path, options: ReadOptions(text: TextOptions(encoding: .latin1))).rows.count == 2)
    // Half of a pair, and an odd byte at the end.
    for tail in [[0x00, 0xd8, 0x0a, 0x00], [0x61]] as [[UInt8]] {
      let bytes = [0xff, 0xfe] + (try bytes("a,b\n1,2\n", .utf16LittleEndian)) + tail
      let wide = try folder.write(bytes, to: "wide.csv").path
      #expect(tableError { try readAll(wide) } == .notInEncoding(path: wide, line: 3, encoding: .utf16))
    }
  }

  @Test("every byte of Windows-1252 is the letter that Foundation says", arguments: [true, false])
  func allBytes(isStated: Bool) throws {
    for byte in UInt8(0x80)...0xff where ![0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte) {
      // A letter before keeps it from being the lead of anything.
      let bytes: [UInt8] = [0x61, 0x0a, 0xe9, 0x78, byte, 0x0a]
      let expected = String(data: Data(bytes[2..<5]), encoding: .windowsCP1252)
      let options = TextOptions(encoding: isStated ? .windows1252 : nil)
      #expect(try encoding(of: bytes, options: options).1.rows == [[expected]], "\(byte)")
    }
  }

  @Test("packed text is transcoded too")
  func packed() throws {
    let plain = try folder.write(bytes(text, .windowsCP1252), to: "t.csv").path
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-k", plain]
    try gzip.run()
    gzip.waitUntilExit()
    try #require(gzip.terminationStatus == 0)
    #expect(try TextRows(reading: plain + ".gz").rows == rows)
  }
}
