import Synchronization

extension ProgressSink {
  /// Announces work that a later part will announce itself when it begins: its first announcement replaces this one.
  ///
  /// So the total is right from the beginning, although only the part knows how much there is.
  ///
  /// - Returns: the sink for that part.
  public func announcing(_ work: PlannedWork) -> ProgressSink {
    guard work.count > 0 else { return self }
    expect(work.count, unit: work.unit)
    let open = OpenAnnouncement(work.count)
    return ProgressSink { update in
      switch update {
      case .expect(let count, let unit): expect(count - open.settle(), unit: unit)
      case .advance(let count): advance(by: count)
      }
    }
  }
}

extension ExecutionContext {
  /// The context of a later part that will announce `work`, or another amount of it, itself; nil announces nothing.
  public func announcing(_ work: PlannedWork?) -> ExecutionContext {
    work.map { reporting(to: progress.announcing($0)) } ?? self
  }
}

/// Work that is known before it begins.
public struct PlannedWork: Sendable, Hashable {
  /// Units at most.
  public var count: Int
  /// In the plural.
  public var unit: String

  public init(_ count: Int, unit: String) {
    self.count = count
    self.unit = unit
  }

  /// The same work several times over.
  public func times(_ factor: Int) -> PlannedWork { PlannedWork(count * factor, unit: unit) }
}

/// Units that were announced for a part that has not begun.
private final class OpenAnnouncement: Sendable {
  private let count: Atomic<Int>

  init(_ count: Int) { self.count = Atomic(count) }

  /// - Returns: what was announced, once.
  func settle() -> Int { count.exchange(0, ordering: .relaxed) }
}
