import Dispatch
import Numerics
import Synchronization
import Testing

@Suite("Parallel passes") struct ThreadTeamTests {
  private func isEachCalledOnce(_ parallelism: Parallelism, _ count: Int) -> Bool {
    var calls = [Int](repeating: 0, count: count)
    calls.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let calls = buffer
      parallelism.forEach(count) { calls[$0] += 1 }
    }
    return calls.allSatisfy { $0 == 1 }
  }

  @Test("every index is called once, for any number of threads and parts", arguments: [1, 2, 3, 8, 300])
  func once(threads: Int) {
    for count in [0, 1, 2, 7, 1000] { #expect(isEachCalledOnce(Parallelism(threads: threads), count)) }
  }

  @Test("thousands of short passes after each other, some after a pause in which the threads fall asleep")
  func manyPasses() {
    let parallelism = Parallelism(threads: 3)
    for pass in 0..<5000 {
      let sum = parallelism.reduce(of: 100, chunkSize: 10, into: Total(0)) { Total($0.reduce(0, +)) }
      #expect(sum.value == 4950)
      // As many parts as threads, one for each.
      #expect(isEachCalledOnce(parallelism, 3))
      if pass % 1000 == 0 { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.002) }
    }
  }

  @Test("passes within passes, and passes of several callers at once, all come to an end")
  func nested() {
    let parallelism = Parallelism(threads: 4)
    let total = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      parallelism.forEach(5) { _ in
        parallelism.forEach(7) { _ in total.add(1, ordering: .relaxed) }
      }
    }
    #expect(total.load(ordering: .relaxed) == 6 * 5 * 7)
  }

  @Test("summaries come back in the order of the chunks")
  func order() {
    let starts = Parallelism(threads: 4).mapChunks(of: 1000, chunkSize: 3) { $0.lowerBound }
    #expect(starts == Array(stride(from: 0, to: 1000, by: 3)))
  }
}
