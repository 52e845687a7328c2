/// The stages of a run, in their order; the raw value is the key in `timings_s` and the name in logs.
public enum StageName: String, Sendable, CaseIterable {
  case ingest, validate, clean, features, segment, churn, clv, allocate, report
  /// Not part of `train`: writing a synthetic shop.
  case generate
}
