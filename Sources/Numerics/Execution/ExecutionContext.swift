/// What long work needs beside its data: threads, a way to be stopped, and somebody to report progress to.
///
/// None of it can change a result. Work that takes a context throws `Cancelled` within a few tenths of a second once
/// `cancellation` is requested: it goes through the passes of a context, which check between blocks of rows.
public struct ExecutionContext: Sendable {
  /// Threads for each pass.
  public var parallelism: Parallelism
  /// Checked between blocks of rows.
  public var cancellation: CancellationFlag
  /// Where work reports how far it is.
  public var progress: ProgressSink

  public init(
    parallelism: Parallelism, cancellation: CancellationFlag = CancellationFlag(), progress: ProgressSink = .none
  ) {
    self.parallelism = parallelism
    self.cancellation = cancellation
    self.progress = progress
  }

  /// Everything on the calling thread; never stopped, and reported to nobody.
  public static var serial: ExecutionContext { ExecutionContext(parallelism: .serial) }
  /// One thread per online core; never stopped, and reported to nobody.
  public static var allCores: ExecutionContext { ExecutionContext(parallelism: .allCores) }
  /// Up to `count` threads; never stopped, and reported to nobody.
  public static func threads(_ count: Int) -> ExecutionContext {
    ExecutionContext(parallelism: Parallelism(threads: count))
  }

  /// The same, with another number of threads: for parts that run side by side.
  public func with(_ parallelism: Parallelism) -> ExecutionContext {
    var context = self
    context.parallelism = parallelism
    return context
  }

  /// The same, reporting elsewhere.
  public func reporting(to progress: ProgressSink) -> ExecutionContext {
    var context = self
    context.progress = progress
    return context
  }

  /// The same without progress: for parts whose units would reset the count of the whole.
  public var quiet: ExecutionContext { reporting(to: .none) }

  /// - Throws: `Cancelled` once a stop was requested.
  public func checkCancellation() throws(Cancelled) { try cancellation.check() }
}
