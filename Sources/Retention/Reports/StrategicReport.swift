import CivilTime
import Text

/// The run in plain words, for somebody who decides: what was found, what it is worth, what to do, what to doubt.
package struct StrategicReport: Sendable {
  let report: RunReport
  let scores: ScoreTable
  let summary: SegmentSummary
  let calendar: SnapshotCalendar
  let settings: RetentionSettings
  private let currency: String

  package init(
    _ report: RunReport, _ scores: ScoreTable, _ summary: SegmentSummary, calendar: SnapshotCalendar,
    _ settings: RetentionSettings
  ) {
    self.report = report
    self.scores = scores
    self.summary = summary
    self.calendar = calendar
    self.settings = settings
    currency = settings.allocation.currency.map { " \($0)" } ?? ""
  }

  package var markdown: String {
    let sections = [heading, money, verdicts, segments, churn, nextOrder, value, plan, reports, warnings].filter {
      !$0.isEmpty
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  // MARK: - Text

  func amount(_ value: Double?, _ digits: Int = 0) -> String {
    guard let value, value.isFinite else { return "unknown" }
    let text = rounded(abs(value), digits).split(separator: ".")
    let whole = grouped(Int(text[0]) ?? 0)
    return (value < 0 ? "-" : "") + whole + (text.count > 1 ? ".\(text[1])" : "") + currency
  }

  func percent(_ share: Double?, _ digits: Int = 0) -> String {
    share.map { $0.isFinite ? "\(rounded(100 * $0, digits)) %" : "unknown" } ?? "unknown"
  }

  /// A difference of probabilities in percentage points.
  func points(_ difference: Double?) -> String { rounded(difference.map { 100 * $0 }, 1) }

  func decimal(_ value: Double?, _ digits: Int = 3) -> String {
    rounded(value, digits)
  }

  /// Names come from files of strangers: what Markdown would read as markup is escaped.
  func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_{}[]<>()#+!|".contains(character) { result.append("\\") }
      result.append(character)
    }
  }

  func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.indices.map { $0 == 0 ? "---" : "---:" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  // MARK: - Sections

  private var heading: String {
    let data = report.data
    let first = Snapshot(day: Microseconds.day(of: calendar.dataStart))
    let last = Snapshot(day: Microseconds.day(of: calendar.dataEnd))
    return """
      # Retention report

      \(grouped(data?.inputRows ?? 0)) order lines from \(first) to \(last); \
      \(grouped(data?.cleanedRows ?? 0)) usable lines of \
      \(grouped(data?.customers ?? 0)) customers. Customers are scored as of \(scores.snapshot): \
      \(grouped(scores.rows)) ordered in the \(settings.features.windowDays) days before. \
      Amounts are in the currency of the source.\(returns)
      """
  }

  /// What was done with returns, as a paragraph; empty where there are none.
  var returns: String {
    guard let returns = report[ReturnsReport.self], returns.lines > 0 else { return "" }
    let basis =
      settings.features.netOfReturns
      ? "Orders and revenue below count less what was returned of them"
      : "Orders and revenue below are as invoiced, without regard to returns"
    let rest =
      returns.unmatched > 0
      ? "; \(amount(returns.unmatched, 2)) came off nothing, because more was returned than had been bought before" : ""
    return """


      \(grouped(returns.lines)) lines are returns, worth \(amount(returns.value, 2)). \(basis)\(rest).
      """
  }

  /// What the data was too thin for.
  private var verdicts: String {
    guard !report.verdicts.isEmpty else { return "" }
    return "## What this data cannot show\n\n"
      + report.verdicts.map { "- \(escaped($0.sentence))." }.joined(separator: "\n")
  }
}
