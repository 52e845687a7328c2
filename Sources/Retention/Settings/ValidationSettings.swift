public import CivilTime
public import Settings

/// How grave each check of the input is, and how much of it passes.
public struct ValidationSettings: Sendable, Hashable {
  /// Rows shown of each check that found some.
  public let exampleRows: Int
  public let earliestDate: CivilDate
  /// Nil for the day on which the run starts.
  public let latestDate: CivilDate?
  private let policies: [ValidationCheck: Policy]

  public struct Policy: Sendable, Hashable {
    public let severity: ValidationSeverity
    /// The largest share that passes, 0 to 1.
    public let threshold: Double
  }

  /// - Throws: `SettingsError` where the latest date is before the earliest.
  public init(_ configuration: Configuration) throws(SettingsError) {
    exampleRows = configuration[ValidationParameters.exampleRows]
    earliestDate = configuration[ValidationParameters.earliestDate]
    latestDate = configuration[ValidationParameters.latestDate]
    policies = Dictionary(
      uniqueKeysWithValues: ValidationParameters.checks.map {
        ($0.check, Policy(severity: configuration[$0.severity], threshold: configuration[$0.threshold]))
      })
    if let latestDate, latestDate < earliestDate {
      throw configuration.invalid(
        ValidationParameters.latestDate, must: "not be before `validation.earliest_date` (\(earliestDate))")
    }
  }

  public subscript(check: ValidationCheck) -> Policy {
    guard let policy = policies[check] else { preconditionFailure("\(check) has no parameters") }
    return policy
  }
}
