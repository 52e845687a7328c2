import Foundation
import TestSupport

/// Runs worker processes over all files, and continues after each file that ends one.
struct FuzzCampaign {
  private let options: FuzzOptions

  init(_ options: FuzzOptions) { self.options = options }

  /// A file that ended its worker, or took too much time or memory; kept in `findings` of the folder.
  struct Finding {
    let index: Int
    let what: String
  }

  private struct Job {
    let number: Int
    var range: Range<Int>
    var process: Process?
    var lastIndex = -1
    var lastChange = Date()
  }

  /// Runs the campaign and prints a report.
  ///
  /// - Returns: whether there were no findings.
  func run() throws -> Bool {
    let start = Date()
    var findings: [Finding] = []
    var total = FuzzProgress()
    try FileManager.default.createDirectory(atPath: options.folder + "/findings", withIntermediateDirectories: true)
    let share = (options.files + options.jobs - 1) / options.jobs
    var jobs = (0..<options.jobs).map { number in
      Job(number: number, range: min(number * share, options.files)..<min((number + 1) * share, options.files))
    }
    while jobs.contains(where: { !$0.range.isEmpty || $0.process != nil }) {
      for index in jobs.indices { try step(&jobs[index], &findings, &total) }
      usleep(20_000)
    }
    for finding in findings { try keep(finding) }
    report(total, findings, seconds: Date().timeIntervalSince(start))
    return findings.isEmpty
  }

  private func step(_ job: inout Job, _ findings: inout [Finding], _ total: inout FuzzProgress) throws {
    guard let process = job.process else {
      if !job.range.isEmpty { try launch(&job) }
      return
    }
    let progress = FuzzProgress(path: options.folder(ofJob: job.number) + "/progress") ?? FuzzProgress()
    if process.isRunning {
      if progress.index != job.lastIndex { (job.lastIndex, job.lastChange) = (progress.index, Date()) }
      guard Date().timeIntervalSince(job.lastChange) > FuzzOptions.secondsPerFile else { return }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      findings.append(Finding(index: progress.index, what: "more than \(Int(FuzzOptions.secondsPerFile)) s"))
    } else if process.terminationStatus != 0 || process.terminationReason == .uncaughtSignal {
      findings.append(Finding(index: progress.index, what: "ended with \(process.terminationStatus)"))
    }
    add(progress, to: &total)
    if progress.peak > FuzzOptions.residentBytes {
      findings.append(Finding(index: progress.peakIndex, what: "took \(progress.peak >> 20) MiB"))
    }
    job.process = nil
    job.range = min(progress.index + 1, job.range.upperBound)..<job.range.upperBound
  }

  private func launch(_ job: inout Job) throws {
    let folder = options.folder(ofJob: job.number)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var progress = FuzzProgress()
    progress.index = job.range.lowerBound
    let descriptor = open(folder + "/progress", O_WRONLY | O_CREAT, 0o644)
    progress.write(to: descriptor)
    close(descriptor)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = options.arguments(worker: job.range, job: job.number)
    // The file tells which crash it was; `--only` reads it again, with a trace.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    try process.run()
    (job.process, job.lastIndex, job.lastChange) = (process, -1, Date())
  }

  private func add(_ progress: FuzzProgress, to total: inout FuzzProgress) {
    for format in total.accepted.indices {
      total.accepted[format] += progress.accepted[format]
      total.rejected[format] += progress.rejected[format]
    }
    if progress.peak > total.peak { (total.peak, total.peakIndex) = (progress.peak, progress.peakIndex) }
  }

  private func keep(_ finding: Finding) throws {
    let file = FuzzFile(seed: options.seed, index: finding.index, formats: options.formats)
    let name = "\(options.seed)-\(finding.index).\(file.format.fileExtension)"
    try Data(file.bytes).write(to: URL(fileURLWithPath: "\(options.folder)/findings/\(name)"))
    print("\(file.format.rawValue) \(finding.index): \(finding.what); kept as \(options.folder)/findings/\(name)")
  }

  private func report(_ total: FuzzProgress, _ findings: [Finding], seconds: Double) {
    for (position, format) in FuzzFormat.allCases.enumerated() {
      print("\(format.rawValue): \(total.accepted[position]) accepted, \(total.rejected[position]) refused")
    }
    let files = (total.accepted + total.rejected).reduce(0, +)
    print(
      "\(files) files with seed \(options.seed) in \(Int(seconds)) s, at most \(total.peak >> 20) MiB "
        + "(file \(total.peakIndex)); \(findings.count) findings")
  }
}
