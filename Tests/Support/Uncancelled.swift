public import Numerics

/// What `work` makes; nobody can cancel it.
public func uncancelled<Value>(
  threads: Int = 1, _ work: (ExecutionContext) throws(Cancelled) -> Value
) -> Value {
  do throws(Cancelled) {
    return try work(.threads(threads))
  } catch {
    preconditionFailure("somebody cancelled it")
  }
}
