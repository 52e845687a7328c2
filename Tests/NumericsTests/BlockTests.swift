import Numerics
import Synchronization
import Testing

@Suite("Serial blocks and sorting that can be stopped")
struct BlockTests {
  @Test("blocks cover all rows in order, the last one what is left")
  func blocks() throws {
    var seen: [Range<Int>] = []
    try ExecutionContext.serial.forEachBlock(of: 10, blockSize: 4) { seen.append($0) }
    #expect(seen == [0..<4, 4..<8, 8..<10])
    try ExecutionContext.serial.forEachBlock(of: 0) { _ in Issue.record("no rows have no block") }
  }

  @Test(
    "a stop requested in a block leaves out the next one, and one in the last is seen at the end", arguments: [0, 2])
  func stops(place: Int) {
    let context = ExecutionContext.serial
    var seen = 0
    #expect(throws: Cancelled.self) {
      try context.forEachBlock(of: 3, blockSize: 1) { block in
        seen += 1
        if block.lowerBound == place { context.cancellation.request() }
      }
    }
    #expect(seen == place + 1)
  }

  @Test("sorting is stable, and the same as the library's for any number of threads")
  func sorting() throws {
    var random = PhiloxGenerator(seed: 4)
    for count in [0, 1, 2, 40_000, 150_000] {
      let elements = (0..<count).map { (key: random.index(below: 5000), place: $0) }
      let expected = elements.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
      for threads in [1, 3] {
        let sorted = try ExecutionContext.threads(threads).sorted(elements) { $0.key < $1.key }
        #expect(sorted.elementsEqual(expected) { $0 == $1 }, "\(count) elements, \(threads) threads")
      }
    }
  }

  @Test("sorting stops while runs are merged", arguments: [1, 3])
  func sortingStops(threads: Int) {
    let context = ExecutionContext.threads(threads)
    let comparisons = Atomic<Int>(0)
    // Runs of sorted elements need one comparison per element; what comes after them is merging.
    #expect(throws: Cancelled.self) {
      _ = try context.sorted(Array(0..<300_000)) { first, second in
        if comparisons.wrappingAdd(1, ordering: .relaxed).newValue == 400_000 { context.cancellation.request() }
        return first < second
      }
    }
    #expect(comparisons.load(ordering: .relaxed) < 800_000)
  }
}
