import Dispatch
import Synchronization

/// How many threads a pass over data may use. It can change how fast an answer comes, never the answer.
///
/// Data is always cut at the same places (`chunkSize` alone decides, never `threads`), each chunk yields a small
/// summary, and summaries are combined in the order of the chunks. So every result is the same to the bit for any
/// number of threads, and the same reduction can later run across machines.
public struct Parallelism: Sendable, Hashable {
  /// At least 1.
  public let threads: Int

  public init(threads: Int) {
    self.threads = max(1, threads)
  }

  /// Everything on the calling thread.
  public static let serial = Parallelism(threads: 1)
  /// One thread for each core that is online.
  public static let allCores = Parallelism(threads: onlineCores())

  /// Rows a chunk, where a caller has no better reason: long enough to hide scheduling, short enough to stay in cache.
  public static let defaultChunkSize = 8192
}

extension Parallelism {
  /// Calls `body(index)` once for each of `0..<count`, in no order, on up to `threads` threads.
  ///
  /// For work whose parts write to places of their own. `body` must not depend on the order.
  public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if threads == 1 || count <= 1 {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    withoutActuallyEscaping(body) { body in
      if ThreadTeam.shared.run(threads: threads, count: count, body) { return }
      let next = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= count { return }
          body(index)
        }
      }
    }
  }

  /// Maps fixed chunks of `0..<count` to summaries, which come back in the order of the chunks.
  ///
  /// - Parameters:
  ///   - count: rows.
  ///   - chunkSize: rows a chunk; the only thing that decides where the cuts are.
  ///   - body: summary of one chunk of rows.
  public func mapChunks<Summary: Sendable>(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize,
    _ body: @Sendable (Range<Int>) -> Summary
  ) -> [Summary] {
    map(Self.chunkCount(of: count, chunkSize: chunkSize)) { index in
      body(Self.chunk(index, of: count, chunkSize: chunkSize))
    }
  }

  /// Maps `0..<count` to values, which come back in order.
  @inlinable
  public func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    if threads == 1 || count <= 1 { return (0..<max(count, 0)).map(body) }
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let base = buffer.baseAddress!
      forEach(count) { index in (base + index).initialize(to: body(index)) }
      initialized = count
    }
  }

  /// Runs `body` over fixed chunks of rows for its writes alone.
  public func forEachChunk(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize, _ body: @Sendable (Range<Int>) -> Void
  ) {
    forEach(Self.chunkCount(of: count, chunkSize: chunkSize)) { index in
      body(Self.chunk(index, of: count, chunkSize: chunkSize))
    }
  }

  /// Chunks that `count` rows are cut into.
  @usableFromInline
  static func chunkCount(of count: Int, chunkSize: Int) -> Int {
    precondition(chunkSize > 0, "a chunk holds at least one row")
    return (max(count, 0) + chunkSize - 1) / chunkSize
  }

  /// Rows of the chunk `index`.
  @usableFromInline
  static func chunk(_ index: Int, of count: Int, chunkSize: Int) -> Range<Int> {
    index * chunkSize..<min((index + 1) * chunkSize, count)
  }
}
