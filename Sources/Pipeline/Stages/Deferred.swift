import Synchronization

/// A value that is made when it is first asked for, once, whichever thread asks.
public final class Deferred<Value: Sendable>: Sendable {
  private enum State {
    case waiting(@Sendable () throws -> Value)
    case made(Value)
  }

  private let state: Mutex<State>

  public init(_ value: Value) { state = Mutex(.made(value)) }

  /// - Parameter make: called at most once unless it throws.
  public init(_ make: @escaping @Sendable () throws -> Value) { state = Mutex(.waiting(make)) }

  public func get() throws -> Value {
    try state.withLock { state in
      switch state {
      case .made(let value): return value
      case .waiting(let make):
        let value = try make()
        state = .made(value)
        return value
      }
    }
  }
}
