import Numerics
import Retention
import Tables
import Testing

@Suite("Source lines")
struct SourceLinesTests {
  @Test("know the file of each row")
  func files() throws {
    let source = try ingest(
      canonical("a,o1,p,2011-01-01,1,1", "a,o2,p,2011-01-02,1,1"), canonical("b,o3,p,2011-01-03,2,1.5"))
    #expect((0..<3).map { source.file(ofRow: $0).path } == ["1.csv", "1.csv", "2.csv"])
    #expect(source.files.map(\.firstRow) == [0, 2] && source.files.map(\.rows) == [2, 1])
    #expect(source.amount(ofRow: 2) == 3)
  }

  @Test("count the lines of a file that earlier files hold, once duplicates were looked for")
  func overlaps() throws {
    let line = "a,o1,p,2011-01-01,1,1"
    var source = try ingest(
      canonical(line, line, "b,o2,p,2011-01-02,1,1"), canonical("b,o2,p,2011-01-02,1,1", line, "c,o3,p,2011-01-03,1,1"),
      canonical("d,o4,p,2011-01-04,1,1"))
    #expect(source.overlappingFiles.isEmpty, "not looked for yet")
    try source.findDuplicates(context: .serial)
    // A repetition inside a file is no overlap.
    #expect(source.overlappingFiles.map(\.file.path) == ["2.csv"])
    #expect(source.overlappingFiles.map(\.repeated) == [2])
  }

  @Test("duplicates are those of a plain comparison of all cells", arguments: 1...3 as ClosedRange<UInt64>)
  func plainTwin(seed: UInt64) throws {
    var random = PhiloxGenerator(seed: seed)
    let rows = (0..<2000).map { _ in
      "c\(random.index(below: 4)),o\(random.index(below: 5)),p\(random.index(below: 3)),"
        + "2011-01-0\(1 + random.index(below: 3)),\(1 + random.index(below: 2)),\(random.index(below: 3)).5"
    }
    let source = try ingest(
      ([String]() + ["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + rows).joined(
        separator: "\n"))
    var seen: Set<String> = []
    let expected = rows.map { !seen.insert($0).inserted }
    let found = try clean(source).flags.map { $0.contains(.duplicate) }
    #expect(found == expected)
    #expect(found.contains(true) && found.contains(false))
  }
}

@Suite("Memory for lines")
struct LinePlaceTests {
  @Test("is the limit up to which lines stay in memory")
  func limit() {
    let memory = LineMemory(bytes: 40, folder: "/spill")
    #expect(memory.place(rows: 10, width: 4) == .memory)
    #expect(memory.place(rows: 11, width: 4) == .file(folder: "/spill"))
    #expect(memory.place(rows: .max, width: 44) == .file(folder: "/spill"), "more bytes than can be counted")
    #expect(LineMemory.unlimited.place(rows: 1 << 40, width: 44) == .memory)
  }
}
