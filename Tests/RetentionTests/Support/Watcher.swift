import Numerics
import Synchronization
import Testing

/// Watches the progress of long work, and may cancel it.
final class Watcher: Sendable {
  private struct State {
    var expected: [String: Int] = [:]
    var unit = ""
    var done: [String: Int] = [:]
  }

  private let state = Mutex(State())
  private let cancellation = CancellationFlag()
  /// Units of `advance` after which the work is cancelled; nil for never.
  private let limit: Int?

  init(cancellingAfter limit: Int? = nil) { self.limit = limit }

  /// Units that were announced, by their name.
  var expected: [String: Int] { state.withLock { $0.expected } }
  /// Units that were reported done, by their name.
  var done: [String: Int] { state.withLock { $0.done } }

  func context(threads: Int = 1) -> ExecutionContext {
    ExecutionContext(
      parallelism: Parallelism(threads: threads), cancellation: cancellation,
      progress: ProgressSink { [self] update in receive(update) })
  }

  private func receive(_ update: ProgressSink.Update) {
    state.withLock { state in
      switch update {
      case .expect(let count, let unit):
        state.unit = unit
        state.expected[unit, default: 0] += count
      case .advance(let count):
        state.done[state.unit, default: 0] += count
        if let limit, state.done.values.reduce(0, +) >= limit { cancellation.request() }
      }
    }
  }
}

/// Expects that `work` ends with `Cancelled` where it is cancelled before it begins, and after its first unit.
func expectCancelled(
  threads: [Int] = [1, 3], sourceLocation: SourceLocation = #_sourceLocation, _ work: (ExecutionContext) throws -> Void
) {
  for count in threads {
    let before = ExecutionContext(parallelism: Parallelism(threads: count))
    before.cancellation.request()
    #expect(throws: Cancelled.self, "cancelled before it begins", sourceLocation: sourceLocation) { try work(before) }
    let watcher = Watcher(cancellingAfter: 1)
    #expect(throws: Cancelled.self, "cancelled on the way", sourceLocation: sourceLocation) {
      try work(watcher.context(threads: count))
    }
  }
}

/// What `work` makes, which must be the same whoever watches and on any number of threads; its progress must add up.
func watched<Value: Equatable>(
  sourceLocation: SourceLocation = #_sourceLocation, _ work: (ExecutionContext) throws -> Value
) throws -> Value {
  let value = try work(.serial)
  for threads in [1, 3] {
    let watcher = Watcher()
    #expect(try work(watcher.context(threads: threads)) == value, sourceLocation: sourceLocation)
    #expect(watcher.done == watcher.expected, "units done and announced", sourceLocation: sourceLocation)
    #expect(!watcher.done.isEmpty, "something is reported", sourceLocation: sourceLocation)
  }
  return value
}
