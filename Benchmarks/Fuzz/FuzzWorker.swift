import Foundation
import TestSupport

/// Reads files one after the other, with little address space, and says before each which it is.
struct FuzzWorker {
  private let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  func run(_ worker: (range: Range<Int>, job: Int)) throws {
    var limit = rlimit(rlim_cur: FuzzOptions.addressBytes, rlim_max: FuzzOptions.addressBytes)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let folder = options.folder(ofJob: worker.job)
    let run = try FuzzRun(folder: folder)
    let descriptor = open("\(folder)/progress", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    var progress = FuzzProgress()
    for index in worker.range {
      progress.index = index
      progress.write(to: descriptor)
      let file = FuzzFile(seed: options.seed, index: index, formats: options.formats)
      ResidentMemory.reset()
      let outcome = try run.perform(file)
      let format = FuzzFormat.allCases.firstIndex(of: file.format)!
      if case .accepted = outcome { progress.accepted[format] += 1 } else { progress.rejected[format] += 1 }
      let peak = ResidentMemory.peak
      if peak > progress.peak { (progress.peak, progress.peakIndex) = (peak, index) }
    }
    progress.index = worker.range.upperBound
    progress.write(to: descriptor)
  }

  func runOne(_ index: Int) throws {
    try FileManager.default.createDirectory(atPath: options.folder, withIntermediateDirectories: true)
    let run = try FuzzRun(folder: options.folder)
    let file = FuzzFile(seed: options.seed, index: index, formats: options.formats)
    print("\(run.path(of: file.format)): \(try run.perform(file)), peak \(ResidentMemory.peak >> 20) MiB")
  }
}

/// What this process holds in memory, as the kernel counts it.
enum ResidentMemory {
  /// Lets the peak start anew.
  static func reset() {
    let descriptor = open("/proc/self/clear_refs", O_WRONLY)
    guard descriptor >= 0 else { return }
    _ = write(descriptor, "5", 1)
    close(descriptor)
  }

  /// Bytes.
  static var peak: Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return 0 }
    return kilobytes << 10
  }
}
