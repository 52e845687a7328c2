import Foundation

/// Memory of this process.
public enum ProcessMemory {
  /// The most that was resident at once, in bytes.
  ///
  /// From `/proc` where it is there: `getrusage` would also count the program that started this one.
  public static var peak: Int {
    if let peak = status("VmHWM:") { return peak }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  /// What is resident now, in bytes; the peak where the system does not say.
  public static var current: Int { status("VmRSS:") ?? peak }

  /// Lets `peak` begin anew, where the system can: memory that was freed before must not count for what comes.
  public static func restartPeak() {
    // Not in Swift's module of the C library, nor in every C library.
    typealias Trim = @convention(c) (Int) -> Int32
    if let trim = dlsym(nil, "malloc_trim") { _ = unsafeBitCast(trim, to: Trim.self)(0) }
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }

  private static func status(_ key: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  /// `peak_rss_mb` of `metrics.json`: in units of 1,000,000 bytes, to one decimal.
  public static var peakMegabytes: Double { (Double(peak) / 1e5).rounded() / 10 }
}
