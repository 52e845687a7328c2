public import Foundation
import Synchronization
import Text

/// What a run says about itself: JSON lines in its folder, text on standard error.
///
/// May be called from any thread. Lines written before `open(_:)` are kept and written then.
public final class EventLog: Sendable {
  /// Inside a run's folder.
  public static let path = "logs/retention-fast.log"

  public enum Level: String, Sendable, Comparable, CaseIterable {
    case debug, info, warning, error

    public static func < (left: Level, right: Level) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }

  private struct File {
    var descriptor: Int32?
    var path = ""
    var pending: [String] = []
    /// The first write that failed; a log must not stop the work it tells of.
    var failure: FileError?
  }

  private let console: Console?
  private let verbosity: Verbosity
  private let now: @Sendable () -> Timestamp
  private let file = Mutex(File())

  /// - Parameter console: nil says nothing on standard error.
  public init(
    console: Console? = nil, verbosity: Verbosity = .normal, now: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.console = console
    self.verbosity = verbosity
    self.now = now
  }

  deinit {
    file.withLock { file in
      if let descriptor = file.descriptor { _ = Foundation.close(descriptor) }
    }
  }
}

// MARK: - Writing

extension EventLog {
  /// - Parameters:
  ///   - stage: nil outside of stages.
  ///   - fields: facts for machines; the message should be readable without them.
  public func log(_ level: Level, _ message: String, stage: StageName? = nil, _ fields: JSONObject = [:]) {
    var record: JSONObject = ["time": .string(now().description), "level": .string(level.rawValue)]
    if let stage { record["stage"] = .string(stage.rawValue) }
    record["message"] = .string(message)
    if !fields.members.isEmpty { record["fields"] = .object(fields) }
    let line = JSONValue.object(record).text(.compact) + "\n"
    file.withLock { file in
      if file.descriptor == nil { file.pending.append(line) } else { Self.write(line, to: &file) }
    }
    if let console, level >= shown { console.line(Self.text(level, message, stage, console.style)) }
  }

  public func debug(_ message: String, stage: StageName? = nil, _ fields: JSONObject = [:]) {
    log(.debug, message, stage: stage, fields)
  }

  public func info(_ message: String, stage: StageName? = nil, _ fields: JSONObject = [:]) {
    log(.info, message, stage: stage, fields)
  }

  public func warning(_ message: String, stage: StageName? = nil, _ fields: JSONObject = [:]) {
    log(.warning, message, stage: stage, fields)
  }

  public func error(_ message: String, stage: StageName? = nil, _ fields: JSONObject = [:]) {
    log(.error, message, stage: stage, fields)
  }

  private var shown: Level {
    switch verbosity {
    case .quiet: .error
    case .normal: .info
    case .verbose: .debug
    }
  }

  private static func text(_ level: Level, _ message: String, _ stage: StageName?, _ style: TextStyle) -> String {
    let place = stage.map { style(.faint, $0.rawValue.padded(to: 9)) + " " } ?? ""
    switch level {
    case .debug: return place + style(.faint, message)
    case .info: return place + message
    case .warning: return place + style(.warning, "warning: ") + message
    case .error: return place + style(.failure, "error: ") + message
    }
  }
}

// MARK: - The file

extension EventLog {
  /// Starts writing to a file, with the lines that came before first.
  public func open(_ url: URL) throws(FileError) {
    let descriptor = Foundation.open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .last(.create, url.path) }
    file.withLock { file in
      if let old = file.descriptor { _ = Foundation.close(old) }
      file.descriptor = descriptor
      file.path = url.path
      let pending = file.pending.joined()
      file.pending = []
      if !pending.isEmpty { Self.write(pending, to: &file) }
    }
  }

  /// Ends the file. Later lines go to standard error only.
  ///
  /// - Throws: what the first failed line failed with; a disk that is full shows here at the latest.
  public func close() throws(FileError) {
    let failure = file.withLock { file in
      if let descriptor = file.descriptor { _ = Foundation.close(descriptor) }
      defer { file = File() }
      return file.failure
    }
    if let failure { throw failure }
  }

  private static func write(_ text: String, to file: inout File) {
    guard let descriptor = file.descriptor, file.failure == nil else { return }
    do throws(FileError) {
      try FileSystem.write(Array(text.utf8), to: descriptor, path: file.path)
    } catch {
      file.failure = error
    }
  }
}
