package import CivilTime
import Settings

extension ValidationSettings {
  /// From the start of `earliestDate` to the end of `latestDate`, or of today.
  package func plausibleTimes(today: CivilDate) -> Range<Int64> {
    let (first, end) = (earliestDate.daysSince1970, (latestDate ?? today).daysSince1970 + 1)
    return Int64(first) * Microseconds.day..<Int64(max(first, end)) * Microseconds.day
  }
}
