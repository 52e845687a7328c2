// The passes of `Parallelism`, with a check before each part: a relaxed load, so parts should be a millisecond of work
// rather than a row. Parts that are left when a stop is requested are skipped, and the pass throws.

extension ExecutionContext {
  /// As `Parallelism.forEach`.
  public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) throws(Cancelled) {
    try cancellation.check()
    let cancellation = cancellation
    parallelism.forEach(count) { index in
      if !cancellation.isRequested { body(index) }
    }
    try cancellation.check()
  }

  /// As `Parallelism.forEachChunk`.
  public func forEachChunk(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize, _ body: @Sendable (Range<Int>) -> Void
  ) throws(Cancelled) {
    try forEach(Parallelism.chunkCount(of: count, chunkSize: chunkSize)) { index in
      body(Parallelism.chunk(index, of: count, chunkSize: chunkSize))
    }
  }

  /// As `Parallelism.map`.
  @inlinable
  public func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) throws(Cancelled) -> [Value] {
    try cancellation.check()
    let cancellation = cancellation
    let values = parallelism.map(count) { index -> Value? in cancellation.isRequested ? nil : body(index) }
    try cancellation.check()
    return values.map { $0! }
  }

  /// As `Parallelism.mapChunks`.
  @inlinable
  public func mapChunks<Value: Sendable>(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize, _ body: @Sendable (Range<Int>) -> Value
  ) throws(Cancelled) -> [Value] {
    try map(Parallelism.chunkCount(of: count, chunkSize: chunkSize)) { index in
      body(Parallelism.chunk(index, of: count, chunkSize: chunkSize))
    }
  }

  /// Runs whole pieces of work beside each other, such as the folds of a cross-validation.
  ///
  /// - Parameters:
  ///   - threadsEach: threads of the context that each part gets.
  ///   - body: a part, which may fail.
  /// - Throws: `Cancelled`, or what the first part in order that failed threw.
  public func mapParts<Value: Sendable>(
    _ count: Int, threadsEach: Int = 1, _ body: @Sendable (Int, ExecutionContext) throws -> Value
  ) throws -> [Value] {
    let inner = with(Parallelism(threads: threadsEach))
    return try map(count) { part in Result { try body(part, inner) } }.map { try $0.get() }
  }
}
