import Numerics
import Tables
import Testing

@Suite("Columns") struct ColumnTests {
  @Test("a column knows its values and nulls")
  func primitive() {
    let column = Primitive([1, 2, 3], isNull: [false, true, false])
    #expect(column.count == 3)
    #expect(column.nullCount == 1)
    #expect(column.optionals == [1, nil, 3])
    #expect(column.selecting([2, 1, 1]).optionals == [3, nil, nil])
    #expect(Primitive([1, 2]).nullCount == 0)
    #expect(column.withValues { $0.reduce(0, +) } == 6)
  }

  @Test("strings are read as bytes and as text")
  func strings() {
    let column = StringColumn(["a", nil, "", "über"])
    #expect(column.array == ["a", nil, "", "über"])
    #expect(column[1].isEmpty && column.isNull(1) && !column.isNull(2))
    #expect(column.withBytes(3) { Array($0) } == Array("über".utf8))
    #expect(column.selecting([3, 1, 0]).array == ["über", nil, "a"])
  }

  @Test("values of other types become doubles, whole numbers, times and text where they can")
  func accessors() throws {
    let table = Table(columns: [
      Column(name: "n", values: .dictionary(DictionaryColumn(["1.5", nil, "2"]))),
      Column(name: "i", values: .int32(Primitive([1, 2, 3]))),
      Column(name: "d", values: .double(Primitive([1, 2.5, 3]))),
      Column(name: "t", values: .string(StringColumn(["2011-09-01", "1970-01-01 00:00:01", "1970-01-02"]))),
      Column(name: "day", values: .date(Primitive([1, nil, 2], placeholder: 0))),
    ])
    let numbers = try table.doubles(named: "n")
    #expect(numbers[0] == 1.5 && numbers[1].isNaN && numbers[2] == 2)
    #expect(try table.int64s(named: "i") == [1, 2, 3])
    #expect(try table.timestamps(named: "t") == [1_314_835_200_000_000, 1_000_000, 86_400_000_000])
    #expect(try table.strings(named: "n") == ["1.5", "", "2"])
    #expect(
      tableError { _ = try table.int64s(named: "d") }
        == .wrongType(column: "d", path: nil, expected: "whole number", found: "double"))
    #expect(
      tableError { _ = try table.doubles(named: "t") }
        == .wrongType(column: "t", path: nil, expected: "number", found: "the text '2011-09-01'"))
    #expect(tableError { _ = try table.timestamps(named: "day") } == .nullValue(column: "day", path: nil, row: 1))
    #expect(
      tableError { _ = try table.strings(named: "dayy") }
        == .missingColumn(name: "dayy", path: nil, known: ["n", "i", "d", "t", "day"], nearest: "day"))
    #expect(
      tableError { _ = try table.strings(named: "revenue") }
        == .missingColumn(name: "revenue", path: nil, known: ["n", "i", "d", "t", "day"], nearest: nil))
  }
}

@Suite("String dictionary") struct StringDictionaryTests {
  @Test("codes are dense, in order of first appearance")
  func codes() {
    var dictionary = StringDictionary()
    #expect(["b", "a", "", "b", "é", ""].map { dictionary.code(for: $0) } == [0, 1, 2, 0, 3, 2])
    #expect(dictionary.count == 4)
    #expect(dictionary[3] == "é")
    #expect(dictionary.existingCode(for: "a") == 1)
    #expect(dictionary.existingCode(for: "z") == nil)
    #expect(dictionary.count == 4, "asking adds nothing")
    #expect(dictionary.asColumn().array == ["b", "a", "", "é"])
  }

  @Test("agrees with a plain dictionary over many strings of all lengths")
  func twin() {
    var dictionary = StringDictionary()
    var plain: [String: Int32] = [:]
    let random = Philox(seed: 11)
    for index in 0..<50_000 {
      let draw = Int(random.uniform(stream: 0, counter: UInt64(index)) * 20_000)
      let text = String(String(repeating: "\(draw)-", count: 1 + draw % 5).suffix(draw % 23))
      let expected = plain[text] ?? Int32(plain.count)
      plain[text] = expected
      guard dictionary.code(for: text) == expected else {
        Issue.record("\(text)")
        return
      }
    }
    #expect(dictionary.count == plain.count)
  }

  @Test("one dictionary over batches with dictionaries of their own; null is -1")
  func batches() {
    var dictionary = StringDictionary()
    let first = DictionaryColumn(["x", nil, "y", "x"])
    let unusual = DictionaryColumn(
      codes: Primitive([3, 1, 0, 2]), dictionary: StringColumn(["y", "z", nil, "z", "unused"]))
    #expect(dictionary.codes(for: first) == [0, -1, 1, 0])
    #expect(dictionary.codes(for: unusual) == [2, 2, 1, -1])
    #expect(dictionary.codes(for: unusual) == [2, 2, 1, -1], "known dictionaries too")
    #expect(dictionary.codes(for: unusual.selecting([2, 0])) == [1, 2])
    #expect(dictionary.codes(for: StringColumn(["w", nil, "x"])) == [3, -1, 0])
    #expect(dictionary.count == 4, "entries that no row uses get no code")
  }

  @Test("ranks follow byte-wise order, whatever the order of arrival")
  func ranks() throws {
    let texts = ["b", "", "abcdefgh", "abcdefghi", "a", "é", "B", "abcdefgh\0", "abcdefgz", "zz", "10", "9"]
    var dictionary = StringDictionary()
    for text in texts { _ = dictionary.code(for: text) }
    let sorted = texts.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    #expect(try dictionary.ranked() == texts.map { Int32(sorted.firstIndex(of: $0)!) })
    #expect(try dictionary.sortedCodes().map { dictionary[$0] } == sorted)
  }
}
