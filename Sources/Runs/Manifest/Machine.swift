import Foundation

/// The machine that a run was made on. It explains timings; results must not depend on it.
package struct Machine: Sendable, Hashable, Codable {
  /// Name and release of the kernel.
  package var system: String
  /// Such as `x86_64`.
  package var architecture: String
  /// Model name of the processor; nil if the system does not report it.
  package var processor: String?
  /// Number of active logical cores.
  package var cores: Int
  /// Bytes of main memory.
  package var memory: Int

  package init(system: String, architecture: String, processor: String?, cores: Int, memory: Int) {
    self.system = system
    self.architecture = architecture
    self.processor = processor
    self.cores = cores
    self.memory = memory
  }

  enum CodingKeys: String, CodingKey {
    case system, architecture, processor, cores
    case memory = "memory_bytes"
  }
}

extension Machine {
  /// The machine this process runs on.
  package static var current: Machine {
    var names = utsname()
    uname(&names)
    let process = ProcessInfo.processInfo
    return Machine(
      system: text(&names.sysname) + " " + text(&names.release), architecture: text(&names.machine),
      processor: processorName, cores: process.activeProcessorCount, memory: Int(process.physicalMemory))
  }

  /// The text in a fixed-size C array, which Swift imports as a tuple, up to its null terminator.
  private static func text<Tuple>(_ characters: inout Tuple) -> String {
    withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static var processorName: String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
