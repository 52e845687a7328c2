import Retention
import Runs
import Synchronization

/// What the data was too thin for, and what works all the same.
final class VerdictCollector: Sendable {
  private struct Entry {
    let stage: StageName
    let reason: String
    /// Whether the reason lies in the data, and not in a stage that was left out for its own.
    let isRoot: Bool
    let setting: String?
    let isSkipped: Bool
  }

  private struct State {
    var entries: [Entry] = []
    var working: [(stage: StageName, product: String)] = []
  }

  private let state = Mutex(State())

  /// - Parameters:
  ///   - setting: that could make the stage run.
  ///   - isSkipped: whether nothing is left of what the stage makes.
  func add(
    _ reason: String, of stage: StageName, isRoot: Bool = true, setting: String? = nil, isSkipped: Bool = false
  ) {
    let entry = Entry(stage: stage, reason: reason, isRoot: isRoot, setting: setting, isSkipped: isSkipped)
    state.withLock { $0.entries.append(entry) }
  }

  /// Takes over a verdict of the run that this one starts from.
  func add(_ verdict: StageVerdict) {
    add(
      verdict.reason, of: StageName(verdict.stage), isRoot: !verdict.stillWorks.isEmpty,
      setting: verdict.setting, isSkipped: verdict.isSkipped)
  }

  /// Counts a stage as one that works; `product` is what it makes, nil for what readers do not see.
  func works(_ stage: StageName, product: String?) {
    guard let product else { return }
    state.withLock { $0.working.append((stage, product)) }
  }

  func fails(_ stage: StageName) { state.withLock { state in state.working.removeAll { $0.stage == stage } } }

  /// The verdicts so far, each with what works so far.
  var all: [StageVerdict] {
    state.withLock { state in
      state.entries.map { entry in
        StageVerdict(
          stage: entry.stage.rawValue, reason: entry.reason,
          stillWorks: entry.isRoot ? state.working.map(\.product) : [], setting: entry.setting,
          isSkipped: entry.isSkipped)
      }
    }
  }
}
