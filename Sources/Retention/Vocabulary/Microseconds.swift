/// Lengths of time in microseconds, the unit of every time in a transaction log.
public enum Microseconds {
  public static let day: Int64 = 86_400_000_000

  /// The midnight at which `time`'s day begins, in days since 1970-01-01.
  public static func day(of time: Int64) -> Int32 {
    Int32(time / day - (time % day < 0 ? 1 : 0))
  }
}
