import CivilTime
import Numerics
import Retention
import Settings

/// How order lines are checked and cleaned under a run's settings: one chain for `train`, `validate`, dry runs and
/// `inspect`.
struct LinePreparation: Sendable {
  let settings: RetentionSettings
  /// Lines of later days cannot be true.
  let today: CivilDate

  /// The day to score customers on, where the settings name one.
  var scoringOverride: Snapshot? { settings.run.asOf.map { Snapshot(day: Int32($0.daysSince1970)) } }

  var validator: InputValidator {
    InputValidator(settings: settings.validation, cleaning: settings.cleaning, today: today)
  }

  /// A verdict on every line.
  func clean(_ source: consuming SourceLines, parallelism: Parallelism) -> CleanedLines {
    let cleaner = LineCleaner(
      settings: settings.cleaning, features: settings.features, churnHorizonDays: settings.churn.horizonDays,
      asOf: scoringOverride, plausibleTimes: settings.validation.plausibleTimes(today: today))
    return cleaner.clean(source, parallelism: parallelism)
  }
}
