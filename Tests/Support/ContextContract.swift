package import Numerics

/// What must hold for all work that takes an `ExecutionContext`: observing progress does not change the result,
/// progress adds up, and a stop request makes the work throw `Cancelled` and nothing else.
package struct ContextContract<Result: Equatable> {
  private let work: (ExecutionContext) throws -> Result

  /// - Parameter work: does the whole work in the given context.
  package init(_ work: @escaping (ExecutionContext) throws -> Result) { self.work = work }

  /// Does the work several times: plainly, observed, and stopped at several updates of its progress.
  ///
  /// - Parameters:
  ///   - units: the units of progress that the work must announce, in order.
  ///   - threads: threads of the observed and stopped runs; the plain run has one.
  /// - Returns: what does not hold; empty if all does.
  package func violations(units: [String], threads: Int = 2) throws -> [String] {
    let updates = RecordedUpdates()
    let plain = try work(.serial)
    let watched = try work(ExecutionContext(parallelism: Parallelism(threads: threads), progress: updates.sink))
    var violations: [String] = []
    if watched != plain { violations.append("another result where somebody watches") }
    if updates.expected != updates.done { violations.append("\(updates.done) of \(updates.expected) units done") }
    if updates.units != units { violations.append("units: \(updates.units)") }
    let stops = Set([0, 1, 2, updates.count / 3, updates.count / 2]).sorted()
    return violations + stops.compactMap { violation(stoppedAt: $0, threads: threads) }
  }

  /// Requests a stop at the given update of the progress; 0 means before the work begins.
  private func violation(stoppedAt stop: Int, threads: Int) -> String? {
    let flag = CancellationFlag()
    let updates = RecordedUpdates { if $0 == stop { flag.request() } }
    if stop == 0 { flag.request() }
    let context = ExecutionContext(
      parallelism: Parallelism(threads: threads), cancellation: flag, progress: updates.sink)
    do {
      _ = try work(context)
      return "a stop at update \(stop) was not answered"
    } catch {
      return error is Cancelled ? nil : "a stop at update \(stop) was answered by \(error)"
    }
  }
}
