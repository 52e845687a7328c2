import Numerics
import Synchronization
import TestSupport
import Testing

@Suite("Work in a context") struct ExecutionContextTests {
  /// Passes that call `touch` for each part.
  private typealias Pass = @Sendable (ExecutionContext, @escaping @Sendable (Int) -> Void) throws -> Void

  private static let passes: [(String, Pass)] = [
    ("forEach", { context, touch in try context.forEach(100, touch) }),
    ("forEachChunk", { context, touch in try context.forEachChunk(of: 100, chunkSize: 1) { touch($0.lowerBound) } }),
    ("map", { context, touch in _ = try context.map(100, touch) }),
    ("mapChunks", { context, touch in _ = try context.mapChunks(of: 100, chunkSize: 1) { touch($0.lowerBound) } }),
    (
      "mapParts",
      { context, touch in
        _ = try context.mapParts(100) { part, inner in
          touch(part)
          try inner.checkCancellation()
        }
      }
    ),
    (
      "reduce",
      { context, touch in
        _ = try context.reduce(of: 100, chunkSize: 1, into: Total(0)) { rows in
          touch(rows.lowerBound)
          return Total(1)
        }
      }
    ),
    (
      "reduceUnordered",
      { context, touch in
        _ = try context.reduceUnordered(of: 100, chunkSize: 1) {
          Total(0)
        } adding: { total, rows in
          touch(rows.lowerBound)
          total.value += 1
        }
      }
    ),
    (
      "array",
      { context, touch in
        _ = try context.array(of: 100, chunkSize: 1) { rows, output in
          touch(rows.lowerBound)
          output[rows.lowerBound] = 1
        }
      }
    ),
    (
      "matrix by columns",
      { context, touch in
        _ = try Matrix<Float>(rows: 1, columns: 100, context: context) { column, _, output in
          touch(column)
          output[0] = 1
        }
      }
    ),
    (
      "matrix by rows",
      { context, touch in
        _ = try Matrix<Float>(rows: 100, columns: 1, rowsPerChunk: 1, context: context) { rows, output in
          touch(rows.lowerBound)
          output[rows.lowerBound] = 1
        }
      }
    ),
  ]

  @Test("a pass that is stopped at its third part skips what is left and throws", arguments: [1, 2, 4])
  func stopped(threads: Int) {
    for (name, pass) in Self.passes {
      let (context, touched) = (ExecutionContext.threads(threads), Counter())
      #expect(throws: Cancelled.self, "\(name)") {
        try pass(context) { _ in if touched.add() == 3 { context.cancellation.request() } }
      }
      #expect(touched.value >= 3 && touched.value < 3 + threads, "\(name)")
    }
  }

  @Test(
    "a pass that is stopped before it begins does nothing, and one that is not stopped does all", arguments: [1, 3])
  func before(threads: Int) throws {
    for (name, pass) in Self.passes {
      let (context, touched) = (ExecutionContext.threads(threads), Counter())
      try pass(context) { _ in touched.add() }
      #expect(touched.value == 100, "\(name)")
      context.cancellation.request()
      #expect(throws: Cancelled.self, "\(name)") { try pass(context) { _ in touched.add() } }
      #expect(touched.value == 100, "\(name)")
    }
  }

  @Test(
    "the first part in order that fails is the one that is heard of, and a stop comes before it", arguments: [1, 3])
  func failingParts(threads: Int) {
    struct Failed: Error, Equatable { let part: Int }
    let context = ExecutionContext.threads(threads)
    #expect(throws: Failed(part: 2)) {
      try context.mapParts(9) { part, _ in if part >= 2 { throw Failed(part: part) } }
    }
    #expect(throws: Cancelled.self) {
      try context.mapParts(9) { part, _ in
        if part == 4 { context.cancellation.request() }
        if part >= 2 { throw Failed(part: part) }
      }
    }
  }

  @Test("parts get the threads they are given, and the same flag and sink")
  func partContexts() throws {
    let updates = RecordedUpdates()
    let context = ExecutionContext(parallelism: Parallelism(threads: 4), progress: updates.sink)
    let threads = try context.mapParts(3, threadsEach: 2) { _, inner in
      inner.progress.advance(by: 5)
      return inner.cancellation === context.cancellation ? inner.parallelism.threads : 0
    }
    #expect(threads == [2, 2, 2])
    #expect(updates.done == 15)
  }
}

@Suite("Reductions") struct ReductionTests {
  @Test("summaries are merged in the order of the chunks", arguments: [1, 2, 7])
  func ordered(threads: Int) throws {
    let joined = try ExecutionContext.threads(threads)
      .reduce(of: 25, chunkSize: 10, into: Text("rows")) { Text(" \($0.lowerBound)..<\($0.upperBound)") }
    #expect(joined.text == "rows 0..<10 10..<20 20..<25")
  }

  @Test("counts come out the same, every chunk counted once and every summary finished", arguments: [1, 2, 7])
  func unordered(threads: Int) throws {
    let (made, finished) = (Counter(), Counter())
    let counts = try ExecutionContext.threads(threads).reduceUnordered(of: 10_007, chunkSize: 10) {
      made.add()
      return ElementwiseSum<Int>(count: 3)
    } finish: { _ in
      finished.add()
    } adding: { counts, rows in
      for row in rows { counts.values[row % 3] += 1 }
    }
    #expect(counts.values == [3336, 3336, 3335])
    #expect(made.value == finished.value && made.value <= threads)
  }

  @Test("no rows give the empty summary, finished")
  func noRows() throws {
    let none = try ExecutionContext.threads(2).reduceUnordered(of: 0) {
      Text("empty")
    } finish: {
      $0.text += ", finished"
    } adding: { _, _ in
    }
    #expect(none.text == "empty, finished")
    #expect(try ExecutionContext.serial.reduce(of: 0, into: Text("empty")) { _ in Text("row") }.text == "empty")
  }

  private struct Text: Mergeable {
    var text: String
    init(_ text: String) { self.text = text }
    mutating func merge(_ other: Text) { text += other.text }
  }
}

@Suite("Work announced before it begins") struct AnnouncingTests {
  @Test("the part's own announcement replaces the first one, and what it takes back later counts")
  func settles() {
    let updates = RecordedUpdates()
    let part = updates.sink.announcing(PlannedWork(100, unit: "trees"))
    updates.sink.expect(10, unit: "trees")
    #expect(updates.expected == 110)
    part.expect(80, unit: "trees")
    #expect(updates.expected == 90)
    part.advance(by: 30)
    part.expect(-50, unit: "trees")
    #expect(updates.expected == 40 && updates.done == 30)
    part.expect(5, unit: "trees")
    #expect(updates.expected == 45)
  }

  @Test("announcements within announcements add up to what is done")
  func nested() {
    let updates = RecordedUpdates()
    let both = ExecutionContext(parallelism: .serial, progress: updates.sink).announcing(PlannedWork(20, unit: "trees"))
    let second = both.announcing(PlannedWork(10, unit: "trees"))
    for (context, count) in [(both, 10), (second, 7)] {
      context.progress.expect(count, unit: "trees")
      context.progress.advance(by: count)
    }
    #expect(updates.expected == 17 && updates.done == 17)
  }

  @Test("nothing to announce changes nothing")
  func nothing() {
    let updates = RecordedUpdates()
    let context = ExecutionContext(parallelism: .serial, progress: updates.sink)
    context.announcing(nil).progress.expect(3, unit: "rows")
    context.announcing(PlannedWork(0, unit: "rows")).progress.expect(4, unit: "rows")
    context.quiet.progress.expect(100, unit: "rows")
    #expect(updates.expected == 7)
  }
}

/// Counts calls from any thread.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  var value: Int { count.load(ordering: .relaxed) }

  /// - Returns: the calls so far.
  @discardableResult
  func add() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
