extension ExecutionContext {
  /// An array whose chunks are written side by side, without being zeroed before.
  ///
  /// - Parameter write: initializes the elements of one chunk at `output[index]`, each of them.
  @inlinable
  public func array<Element: BitwiseCopyable>(
    of count: Int, chunkSize: Int = Parallelism.defaultChunkSize,
    filling write: @Sendable (_ chunk: Range<Int>, _ output: UnsafeMutablePointer<Element>) -> Void
  ) throws(Cancelled) -> [Element] {
    let chunks = Parallelism.chunkCount(of: count, chunkSize: chunkSize)
    return try uninitializedArray(of: count, tasks: chunks) { chunk, output in
      write(Parallelism.chunk(chunk, of: count, chunkSize: chunkSize), output)
    }
  }

  /// An array that `tasks` write side by side.
  ///
  /// - Parameter write: initializes the elements that belong to one task; together the tasks initialize all.
  @inlinable
  func uninitializedArray<Element: BitwiseCopyable>(
    of count: Int, tasks: Int, _ write: @Sendable (_ task: Int, _ output: UnsafeMutablePointer<Element>) -> Void
  ) throws(Cancelled) -> [Element] {
    var stop: Cancelled?
    let elements = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let output = buffer.baseAddress
      do throws(Cancelled) {
        try forEach(tasks) { if let output { write($0, output) } }
        initialized = count
      } catch {
        stop = error
      }
    }
    if let stop { throw stop }
    return elements
  }
}
