public import Failures
import Synchronization

/// A request to stop, which work in progress checks. Set by Ctrl-C, or by whoever cancels a job, from any thread.
public final class CancellationFlag: Sendable {
  private let requested = Atomic<Bool>(false)

  public init() {}

  /// Whether work should stop; once true, it stays so.
  public var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// - Returns: whether this was the first request.
  @discardableResult
  public func request() -> Bool { !requested.exchange(true, ordering: .relaxed) }

  /// For long loops to call every few milliseconds; a relaxed load.
  public func check() throws(Cancelled) {
    if isRequested { throw Cancelled() }
  }
}

/// Work stopped because it was asked to.
public struct Cancelled: UserFacingError, Sendable, Hashable {
  public init() {}

  public var description: String { "interrupted; what was published before is unchanged" }
  public var failureKind: FailureKind { .cancelled }
}
