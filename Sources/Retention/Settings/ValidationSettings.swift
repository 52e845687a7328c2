package import CivilTime
package import Settings

/// How grave each check of the input is, and how much of it passes.
package struct ValidationSettings: SettingsSection {
  package static let name = "validation"
  package static let summary = "Checks of the input before anything is computed; a check fails above its threshold."

  @Setting(
    "validation.example_rows", default: 5, unit: "rows", in: .between(0, 100),
    "Most offending rows that the report shows for each check.")
  package var exampleRows: Int

  @Setting(
    "validation.earliest_date", default: CivilDate(year: 1990, month: 1, day: 1)!,
    "First day that an order can plausibly have.")
  package var earliestDate: CivilDate

  /// Nil for the day on which the run starts.
  @Setting(
    "validation.latest_date", default: nil,
    "Last day that an order can plausibly have; null takes the day on which the run starts.")
  package var latestDate: CivilDate?

  private let policies = ValidationCheck.allCases.map { ValidationPolicy($0) }

  package init() {}

  package func check(_ configuration: Configuration) throws(SettingsError) {
    if let latestDate, latestDate < earliestDate {
      throw configuration.invalid($latestDate, must: "not be before `validation.earliest_date` (\(earliestDate))")
    }
  }

  /// How a check is judged.
  package subscript(check: ValidationCheck) -> ValidationPolicy {
    guard let policy = policies.first(where: { $0.check == check }) else { preconditionFailure("\(check) is a case") }
    return policy
  }
}
