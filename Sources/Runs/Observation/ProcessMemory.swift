import Foundation

/// Resident memory of this process.
package enum ProcessMemory {
  /// Peak resident memory, in bytes.
  ///
  /// Read from `/proc` where available, because `getrusage` would also count the program that started this one.
  package static var peak: Int {
    if let peak = status("VmHWM:") { return peak }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  /// Current resident memory, in bytes; the peak where the system does not report it.
  package static var current: Int { status("VmRSS:") ?? peak }

  /// Resets `peak` to the current use, where the system supports it, so that memory freed earlier does not count toward
  /// the work that follows.
  package static func restartPeak() {
    releaseFreed()
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }

  /// Returns memory that was freed to the system, where the C library can: after millions of small arrays it would else
  /// stay with the process.
  package static func releaseFreed() {
    // Missing from Swift's C library module, and from some C libraries.
    typealias Trim = @convention(c) (Int) -> Int32
    if let trim = dlsym(nil, "malloc_trim") { _ = unsafeBitCast(trim, to: Trim.self)(0) }
  }

  private static func status(_ key: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  /// `peak_rss_mb` of `metrics.json`: the peak in units of 1,000,000 bytes, to one decimal.
  package static var peakMegabytes: Double { (Double(peak) / 1e5).rounded() / 10 }
}
