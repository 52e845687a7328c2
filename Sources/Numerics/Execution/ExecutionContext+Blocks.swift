extension ExecutionContext {
  /// Calls `body` for blocks of `0..<count` on this thread, in order, with a check before each: for loops whose steps
  /// depend on those before them.
  @inlinable
  public func forEachBlock(
    of count: Int, blockSize: Int = 1 << 16, _ body: (Range<Int>) -> Void
  ) throws(Cancelled) {
    precondition(blockSize > 0, "a block holds at least one row")
    for start in stride(from: 0, to: count, by: blockSize) {
      try cancellation.check()
      body(start..<min(start + blockSize, count))
    }
    try cancellation.check()
  }
}
