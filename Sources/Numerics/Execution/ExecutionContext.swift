/// What long work needs beside its data: threads, a way to be stopped, and somebody to tell how far it has come.
///
/// None of it can change a result.
public struct ExecutionContext: Sendable {
  public var parallelism: Parallelism
  public var cancellation: CancellationFlag
  public var progress: ProgressSink

  public init(
    parallelism: Parallelism, cancellation: CancellationFlag = CancellationFlag(), progress: ProgressSink = .none
  ) {
    self.parallelism = parallelism
    self.cancellation = cancellation
    self.progress = progress
  }

  /// Everything on the calling thread, with nobody watching.
  public static var serial: ExecutionContext { ExecutionContext(parallelism: .serial) }
  /// One thread for each core that is online, with nobody watching.
  public static var allCores: ExecutionContext { ExecutionContext(parallelism: .allCores) }

  /// The same, with another number of threads: for parts that run side by side.
  public func with(_ parallelism: Parallelism) -> ExecutionContext {
    var context = self
    context.parallelism = parallelism
    return context
  }

  /// Throws where a stop was asked for.
  public func checkCancellation() throws(Cancelled) { try cancellation.check() }
}
