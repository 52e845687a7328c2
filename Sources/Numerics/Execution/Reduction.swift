import Synchronization

/// What is known of some rows, and can take in what is known of others.
public protocol Mergeable: Sendable {
  /// Takes in the summary of rows that come after those of this one.
  mutating func merge(_ other: Self)
}

// The one place where summaries of rows are merged. A reduction that spans machines exchanges the summary of each
// machine's rows here, and no learner changes.

extension ExecutionContext {
  /// Summarizes fixed chunks of `0..<count` and merges the summaries in the order of the chunks.
  ///
  /// - Parameters:
  ///   - count: rows.
  ///   - chunkSize: rows per chunk; the only thing that decides where the cuts are.
  ///   - initial: takes in all the others.
  ///   - body: summary of one chunk of rows.
  public func reduce<Summary: Mergeable>(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize, into initial: Summary,
    _ body: @Sendable (Range<Int>) -> Summary
  ) throws(Cancelled) -> Summary {
    merged(try mapChunks(of: count, chunkSize: chunkSize, body), into: initial)
  }

  /// The same for summaries that come out equal in whatever order rows are added and summaries merged, such as counts and
  /// other whole numbers: each thread adds all the chunks that it takes to one summary.
  ///
  /// - Parameters:
  ///   - empty: makes the summary of no rows; called on any thread.
  ///   - finish: called once for each summary, after its last chunk.
  ///   - body: adds one chunk of rows to a summary.
  public func reduceUnordered<Summary: Mergeable>(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize, from empty: @Sendable () -> Summary,
    finish: @Sendable (inout Summary) -> Void = { _ in }, adding body: @Sendable (inout Summary, Range<Int>) -> Void
  ) throws(Cancelled) -> Summary {
    let chunks = Parallelism.chunkCount(of: count, chunkSize: chunkSize)
    let next = Atomic<Int>(0)
    let cancellation = cancellation
    let summaries = try map(min(parallelism.threads, chunks)) { _ -> Summary? in
      var chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard chunk < chunks else { return nil }
      var summary = empty()
      while chunk < chunks, !cancellation.isRequested {
        body(&summary, Parallelism.chunk(chunk, of: count, chunkSize: chunkSize))
        chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
      }
      finish(&summary)
      return summary
    }
    let found = summaries.compactMap { $0 }
    guard let first = found.first else {
      var none = empty()
      finish(&none)
      return none
    }
    return merged(found.dropFirst(), into: first)
  }
}

extension Parallelism {
  /// As `ExecutionContext.reduce`, for passes too short to be stopped.
  public func reduce<Summary: Mergeable>(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize, into initial: Summary,
    _ body: @Sendable (Range<Int>) -> Summary
  ) -> Summary {
    merged(mapChunks(of: count, chunkSize: chunkSize, body), into: initial)
  }
}

private func merged<Summary: Mergeable>(_ summaries: some Sequence<Summary>, into initial: Summary) -> Summary {
  summaries.reduce(into: initial) { $0.merge($1) }
}

/// A sum.
public struct Total<Value: AdditiveArithmetic & Sendable>: Mergeable {
  public var value: Value

  @inlinable
  public init(_ value: Value) { self.value = value }

  @inlinable
  public mutating func merge(_ other: Total) { value += other.value }
}

/// Sums of several numbers side by side.
public struct ElementwiseSum<Value: AdditiveArithmetic & Sendable>: Mergeable {
  public var values: [Value]

  @inlinable
  public init(_ values: [Value]) { self.values = values }

  /// - Parameter count: how many numbers, all zero.
  @inlinable
  public init(count: Int) { values = [Value](repeating: .zero, count: count) }

  @inlinable
  public mutating func merge(_ other: ElementwiseSum) {
    for index in values.indices { values[index] += other.values[index] }
  }
}
