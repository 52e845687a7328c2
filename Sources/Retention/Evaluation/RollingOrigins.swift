package import Numerics

/// A test at a snapshot with an outcome, with what was known on that day.
package struct RollingOrigin: Sendable {
  /// Snapshots whose outcomes were known by then, ascending; not empty.
  package let train: [Snapshot]
  package let test: Snapshot
}

/// A snapshot that could not be tested, and why.
package struct SkippedOrigin: Sendable, Hashable, Codable {
  /// ISO day.
  package let snapshot: String
  package let reason: String
}

extension SnapshotCalendar {
  /// Every snapshot with an outcome that others' outcomes were known at, ascending (rolling origins).
  ///
  /// - Parameter trainingMonths: as in `[Snapshot].within(months:)`.
  package func rollingOrigins(horizonDays: Int, trainingMonths: Int? = nil) -> [RollingOrigin] {
    let labelled = labelled(horizonDays: horizonDays)
    return labelled.compactMap { test in
      let known = labelled.filter { $0.adding(days: horizonDays) <= test }.within(months: trainingMonths)
      return known.isEmpty ? nil : RollingOrigin(train: known, test: test)
    }
  }
}

/// Fewest origins that show how much the level of a season moves.
let leastOriginsForBand = 4

/// Tests at origins, one after the other; where there is too little data, the reason stands for the test.
///
/// - Parameters:
///   - stage: named where nothing can be tested.
///   - test: of one origin, by its place.
/// - Throws: `Cancelled`; `ModelStageError` where no origin can be tested; what `test` throws.
func testedOrigins<Tested>(
  _ origins: [RollingOrigin], in table: FeatureTable, stage: String, horizonDays: Int,
  test: (_ origin: RollingOrigin, _ place: Int) throws -> Tested
) throws -> (tested: [Tested], skipped: [SkippedOrigin]) {
  var tested: [Tested] = []
  var skipped: [SkippedOrigin] = []
  for (place, origin) in origins.enumerated() {
    func skip(_ reason: String) {
      skipped.append(SkippedOrigin(snapshot: origin.test.description, reason: reason))
    }
    if let block = table.at(origin.test), !block.hasTestRows {
      skip("the run that makes the features keeps a sample of them")
      continue
    }
    do {
      tested.append(try test(origin, place))
    } catch let error as ModelStageError {
      skip(error.description)
    }
  }
  guard !tested.isEmpty else {
    throw ModelStageError.nothingToBacktest(
      stage: stage, horizonDays: horizonDays, reason: skipped.last?.reason)
  }
  return (tested, skipped)
}
