import Foundation
import Tables
import TestSupport
import Testing

@Suite struct LongColumnTests {
  @Test("it holds what was appended, one by one and in runs, in memory and in a file", arguments: [false, true])
  func appending(inFile: Bool) throws {
    let folder = try TemporaryFolder()
    var column = SpillableColumn<Int64>()
    if inFile { try column.spill(to: folder.url.path) }
    var expected: [Int64] = []
    for step in 0..<40 {
      try column.reserve(column.count + 1 + step * 100 + 7)
      column.append(Int64(step))
      column.append(contentsOf: (0..<step * 100).map { Int64($0 * step) })
      column.append(repeating: -1, count: 7)
      expected.append(Int64(step))
      expected += (0..<step * 100).map { Int64($0 * step) }
      expected += [Int64](repeating: -1, count: 7)
      column.release()
    }
    #expect(column.isInFile == inFile)
    #expect(column.elementsEqual(expected))
    #expect(column.count == expected.count && column[1234] == expected[1234])
  }

  @Test("a copy keeps its values when the other is changed", arguments: [false, true])
  func copies(inFile: Bool) throws {
    let folder = try TemporaryFolder()
    var column = SpillableColumn((0..<10_000).map(Double.init))
    if inFile { try column.spill(to: folder.url.path) }
    let copy = column
    column[3] = -1
    column.withMutableValues { $0[4] = -2 }
    column.append(9)
    #expect(column[3] == -1 && column[4] == -2 && column.count == 10_001)
    #expect(copy.elementsEqual((0..<10_000).map(Double.init)))
    #expect(copy.isInFile == inFile && column.isInFile == inFile)
  }

  @Test("values that went to a file are the same after their memory was given back")
  func releasing() throws {
    let folder = try TemporaryFolder()
    let values = (0..<3_000_000).map { Int32(truncatingIfNeeded: $0 &* 2_654_435_761) }
    var column = SpillableColumn(values)
    try column.spill(to: folder.url.path)
    column.release(0..<1000)
    column.release()
    #expect(column.elementsEqual(values))
    column.withMutablePages { values, pages in
      for row in values.indices { values[row] &+= 1 }
      pages.release(0..<values.count)
    }
    #expect(column.elementsEqual(values.map { $0 &+ 1 }))
  }

  @Test("its file has no name, and is gone with it")
  func namelessFile() throws {
    let folder = try TemporaryFolder()
    var column = SpillableColumn((0..<100_000).map(Int64.init))
    try column.spill(to: folder.url.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    #expect(column[99_999] == 99_999)
  }

  @Test("a folder that cannot be written to is an error that names it")
  func noFolder() {
    var column = SpillableColumn<Int32>([1, 2, 3])
    #expect(throws: TableError.self) { try column.spill(to: "/nowhere/at/all") }
    #expect(column.elementsEqual([1, 2, 3]))
  }

  @Test("literals, equality, slices, and memory that is used again")
  func collection() {
    let column: SpillableColumn<Int32> = [4, 5, 6]
    #expect(column == [4, 5, 6] && column != [4, 5] && column != [4, 5, 7])
    #expect(Array(column[1..<3]) == [5, 6] && column.reversed() == [6, 5, 4])
    var other = SpillableColumn<Double>([1, 2, 3])
    other.truncate(to: 2)
    #expect(other == [1, 2])
    let again = SpillableColumn<Int64>(reusing: consume other)
    #expect(again?.count == 2)
    let held = SpillableColumn<Double>([1])
    #expect(SpillableColumn<Int64>(reusing: held) == nil)
    #expect(held == [1])
  }

  @Test("zeros are zeros wherever they lie")
  func zeros() throws {
    let folder = try TemporaryFolder()
    for place in [ColumnPlace.memory, .file(folder: folder.url.path)] {
      let column = try SpillableColumn<Int32>(zeros: 70_000, in: place)
      #expect(column.count == 70_000 && column.allSatisfy { $0 == 0 })
    }
    #expect(try SpillableColumn<Int32>(zeros: 0).isEmpty)
  }
}
