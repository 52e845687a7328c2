import Foundation
import Retention
import Settings
import Tables

// Lines that are added to those of another run. What is said of the addition alone is not kept with the run, which is
// that of all lines.

extension StageRunner {
  /// With the lines of the run that others are added to, where there is one.
  mutating func startIngest(_ progress: ProgressReporter) throws -> TransactionIngest {
    guard let base = request.source.base else {
      return TransactionIngest(settings: settings.ingest, memory: memory, context: context)
    }
    let store = RunStore(output: base.folder.deletingLastPathComponent())
    if let latest = try? store.resolve(),
      latest.folder.resolvingSymlinksInPath() != base.folder.resolvingSymlinksInPath()
    {
      log.warning(
        "the run \(base.name) is not the latest: what \(latest.name) has added is not in this one", stage: .ingest)
    }
    let input = SourceLinesInput(run: base, memory: memory, parallelism: parallelism, interruption: interruption)
    var earlier = try input.read { progress.advance(by: $0) }
    log.info("took \(grouped(earlier.lines.count)) lines from the run \(base.name)", stage: .ingest)
    for warning in try base.warnings() where warning.stage == .ingest && warning.message != Self.ignoredOffsets {
      warn(warning.message, .ingest)
    }
    state.wasKept = earlier.wasKept
    var lines = SourceLines()
    // Nobody else holds the lines, so that they can grow.
    swap(&lines, &earlier.lines)
    return try TransactionIngest(
      appending: settings.ingest, to: consume lines, earlier.findings, memory: memory, context: context)
  }

  /// Lines that are added are mostly later ones; where they are not, their dates may have been misread.
  func warnOfEarlyLines(_ source: SourceLines) throws {
    guard request.source.base != nil else { return }
    let times = settings.validation.plausibleTimes(today: .today)
    guard let added = try source.appended(from: state.wasKept.count, within: times, context: context),
      added.early * 2 > added.count
    else { return }
    log.warning(
      "\(grouped(added.early)) of \(grouped(added.count)) added lines lie before the last ones of the run, of "
        + "\(added.lastDay); if that is not meant, look at the dates of the files, and at ingest.date_order",
      stage: .ingest)
  }

  /// A run of all lines says little about a few that were added.
  func warnOfUnusedLines(_ cleaned: CleanedLines) {
    guard request.source.base != nil else { return }
    let added = state.wasKept.count..<cleaned.source.count
    var removed: [RemovalReason: Int] = [:]
    for row in added {
      if let reason = RemovalReason(rawValue: cleaned.removal[row]) { removed[reason, default: 0] += 1 }
    }
    let count = removed.values.reduce(0, +)
    guard count * 2 > added.count, let most = removed.max(by: { ($0.value, $1.key.name) < ($1.value, $0.key.name) })
    else { return }
    log.warning(
      "\(grouped(count)) of \(grouped(added.count)) added lines are not used, most of them because of "
        + "\(most.key.name); see \(ArtefactPath.rejected)", stage: .clean)
  }

  /// Since the run that lines are added to; nil where its features are no help.
  mutating func changes(_ cleaned: CleanedLines) throws -> ChangedHistories? {
    let wasKept = state.wasKept
    state.wasKept = []
    guard let base = request.source.base, base.contains(ArtefactPath.features) else { return nil }
    guard try base.manifest().madeWith == madeWith else {
      log.info(
        "settings of cleaning or features differ from those of \(base.name), or the program does: all are computed anew",
        stage: .clean)
      return nil
    }
    if settings.cleaning.outlierAction == .winsorise {
      // Other bounds change amounts everywhere.
      let bounds = try base.json(ArtefactPath.cleaningStats).section("outlier_bounds")
      guard .object(bounds) == CleaningStats.bounds(cleaned.bounds) else { return nil }
    }
    return try cleaned.changedHistories(since: wasKept, context: context)
  }

  /// Of cleaned lines and features as this run makes them.
  var madeWith: Manifest.MadeWith {
    func digest(_ sections: String...) -> SHA256.Digest {
      let entries = request.configuration.entries.filter { entry in sections.contains { entry.key.hasPrefix($0 + ".") }
      }
      let lines = [Versions.retentionFast] + entries.map { "\($0.key)=\($0.value)" }
      return SHA256.digest(of: lines.joined(separator: "\n"))
    }
    var made = Manifest.MadeWith()
    made.clean = digest("cleaning")
    made.features = digest("cleaning", "features")
    return made
  }
}
