import CivilTime
import Numerics
import Retention

/// How order lines are checked and cleaned under a run's settings: one chain for `train`, `validate`, dry runs and
/// `inspect`.
struct LinePreparation: Sendable {
  let settings: RetentionSettings
  /// Lines of later days cannot be true.
  let today: CivilDate

  /// The day to score customers on, where the settings name one.
  var scoringOverride: Snapshot? { settings.run.asOf.map { Snapshot(day: $0.daysSince1970) } }

  var validator: InputValidator {
    InputValidator(settings: settings.validation, cleaning: settings.cleaning, today: today)
  }

  /// A verdict on every line.
  ///
  /// - Throws: `Cancelled`.
  func clean(_ source: consuming SourceLines, context: ExecutionContext) throws -> CleanedLines {
    let cleaner = LineCleaner(
      settings: settings.cleaning, features: settings.features, churnHorizonDays: settings.churn.horizonDays,
      asOf: scoringOverride, plausibleTimes: settings.validation.plausibleTimes(today: today))
    return try cleaner.clean(source, context: context)
  }
}
