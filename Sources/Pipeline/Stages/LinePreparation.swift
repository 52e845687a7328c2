import CivilTime
import Numerics
import Retention

/// How order lines are validated and cleaned under a run's settings, the same for `train`, `validate`, dry runs and
/// `inspect`.
struct LinePreparation: Sendable {
  let settings: RetentionSettings
  /// Lines of later days are implausible.
  let today: CivilDate

  /// The day to score customers on, if the settings name one.
  var scoringOverride: Snapshot? { settings.run.asOf.map { Snapshot(day: $0.daysSince1970) } }

  var validator: InputValidator {
    InputValidator(settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest, today: today)
  }

  /// Decides for every line whether it is kept.
  ///
  /// - Throws: `Cancelled`.
  func clean(_ source: consuming SourceLines, context: ExecutionContext) throws -> CleanedLines {
    let cleaner = LineCleaner(
      settings: settings.cleaning, ingest: settings.ingest, features: settings.features,
      churnHorizonDays: settings.churn.horizonDays,
      asOf: scoringOverride, plausibleTimes: settings.validation.plausibleTimes(today: today))
    return try cleaner.clean(source, context: context)
  }
}
