import Foundation
import Retention
import Settings

extension StageRunner {
  /// A limit is an aim: what has to be in memory may need more.
  func warnOfMemory() {
    guard let limit = settings.run.maxMemory, ProcessMemory.peak > limit.bytes else { return }
    log.warning(
      "used \(ProcessMemory.peak / 1_000_000) MB, more than run.max_memory = \(limit): ids, features and models stay in memory",
      stage: .report)
  }
}

extension LineMemory {
  /// A quarter of the memory that a run may take: as much again is needed to sort the lines, and the rest is for
  /// features and models.
  ///
  /// - Parameter folder: of the run; nil for one that writes nothing.
  init(_ settings: RunSettings, folder: String?) {
    let limit = settings.maxMemory?.bytes ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    self.init(bytes: limit / 4, folder: folder ?? FileManager.default.temporaryDirectory.path)
  }
}
