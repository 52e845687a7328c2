package import Numerics

/// The result of `work`, done in a context that nobody can cancel.
package func uncancelled<Value>(
  threads: Int = 1, _ work: (ExecutionContext) throws(Cancelled) -> Value
) -> Value {
  do throws(Cancelled) {
    return try work(.threads(threads))
  } catch {
    preconditionFailure("somebody cancelled it")
  }
}
