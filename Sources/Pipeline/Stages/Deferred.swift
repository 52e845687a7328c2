import Synchronization

/// A value that is computed once, when it is first needed, by whichever thread needs it.
package final class Deferred<Value: Sendable>: Sendable {
  private enum State {
    case waiting(@Sendable () throws -> Value)
    case made(Value)
  }

  private let state: Mutex<State>

  /// A value that exists already.
  package init(_ value: Value) { state = Mutex(.made(value)) }

  /// - Parameter make: called at most once unless it throws.
  package init(_ make: @escaping @Sendable () throws -> Value) { state = Mutex(.waiting(make)) }

  /// The value.
  ///
  /// - Throws: what `make` throws; the next call tries again.
  package func get() throws -> Value {
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
