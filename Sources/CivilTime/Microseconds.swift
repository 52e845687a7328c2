/// Lengths of time in microseconds, the unit of every timestamp in this package.
package enum Microseconds {
  /// 1,000,000.
  @inlinable package static var second: Int64 { 1_000_000 }
  @inlinable package static var minute: Int64 { 60 * second }
  @inlinable package static var hour: Int64 { 60 * minute }
  /// 86,400,000,000: civil days have no leap seconds and no daylight saving time.
  @inlinable package static var day: Int64 { 24 * hour }

  /// The day on which a timestamp falls, in days since 1970-01-01.
  ///
  /// - Parameter timestamp: microseconds since 1970-01-01 00:00; negative before it.
  @inlinable package static func day(of timestamp: Int64) -> Int32 {
    Int32(timestamp / day - (timestamp % day < 0 ? 1 : 0))
  }

  /// Microseconds since the midnight before `timestamp`: 0 ..< `day`.
  @inlinable package static func sinceMidnight(of timestamp: Int64) -> Int64 {
    let rest = timestamp % day
    return rest < 0 ? rest + day : rest
  }
}
