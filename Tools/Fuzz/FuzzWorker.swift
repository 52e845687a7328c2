import Foundation
import Runs
import TestSupport

/// Reads files one after the other in limited address space, and records each file's index before reading it.
struct FuzzWorker {
  private let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  /// Reads a range of files.
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
      ProcessMemory.restartPeak()
      let outcome = try run.perform(file)
      let format = FuzzFormat.allCases.firstIndex(of: file.format)!
      if case .accepted = outcome { progress.accepted[format] += 1 } else { progress.rejected[format] += 1 }
      let peak = ProcessMemory.peak
      if peak > progress.peak { (progress.peak, progress.peakIndex) = (peak, index) }
    }
    progress.index = worker.range.upperBound
    progress.write(to: descriptor)
  }

  /// Reads one file and prints the outcome, without a limit to address space.
  func runOne(_ index: Int) throws {
    try FileManager.default.createDirectory(atPath: options.folder, withIntermediateDirectories: true)
    let run = try FuzzRun(folder: options.folder)
    let file = FuzzFile(seed: options.seed, index: index, formats: options.formats)
    print("\(run.path(of: file.format)): \(try run.perform(file)), peak \(ProcessMemory.peak >> 20) MiB")
  }
}
