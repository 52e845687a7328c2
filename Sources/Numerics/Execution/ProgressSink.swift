/// Where work reports its progress. Cheap, and callable from any thread.
///
/// Counts add up: parts that run one after the other, or side by side, each announce their own units and report them
/// as done; the receiver adds them up.
public struct ProgressSink: Sendable {
  /// One report.
  public enum Update: Sendable, Hashable {
    /// This many more units are to come; fewer where negative, as when training stops early. A unit that differs from
    /// the last one starts a new count.
    case expect(Int, unit: String)
    case advance(Int)
  }

  private let receive: (@Sendable (Update) -> Void)?

  /// - Parameter receive: called from any thread, often: it must be quick.
  public init(_ receive: @escaping @Sendable (Update) -> Void) {
    self.receive = receive
  }

  private init() { receive = nil }

  /// Reports to nobody.
  public static let none = ProgressSink()

  /// - Parameter unit: in the plural, as in "12 trees/s".
  public func expect(_ count: Int, unit: String) { receive?(.expect(count, unit: unit)) }

  /// Reports units as done.
  public func advance(by count: Int = 1) { receive?(.advance(count)) }
}
