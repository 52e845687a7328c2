public import Foundation
import Synchronization
import Text

/// What a run says about itself: JSON lines in its folder, and entries for whoever listens.
///
/// May be called from any thread. Entries from before `open(_:)` are kept and written then.
public final class EventLog: Sendable {
  /// Inside a run's folder.
  public static let path = "logs/retention-fast.log"

  public enum Level: String, Sendable, Comparable, CaseIterable {
    case debug, info, warning, error

    public static func < (lhs: Level, rhs: Level) -> Bool {
      allCases.firstIndex(of: lhs)! < allCases.firstIndex(of: rhs)!
    }
  }

  /// One thing that happened.
  public struct Entry: Sendable {
    public let level: Level
    /// Readable without the fields.
    public let message: String
    /// nil outside of stages.
    public let stage: StageName?
    /// Facts for machines.
    public let fields: [String: Double]
  }

  private struct File {
    var descriptor: Int32?
    var path = ""
    var pending: [String] = []
    /// The first write that failed; a log must not stop the work that it records.
    var failure: FileError?
  }

  private let listener: (@Sendable (Entry) -> Void)?
  private let now: @Sendable () -> Timestamp
  private let file = Mutex(File())

  /// - Parameter listener: gets every entry, on the thread that logs it.
  public init(
    now: @escaping @Sendable () -> Timestamp = { .now }, listener: (@Sendable (Entry) -> Void)? = nil
  ) {
    self.now = now
    self.listener = listener
  }

  deinit {
    file.withLock { file in
      if let descriptor = file.descriptor { _ = Foundation.close(descriptor) }
    }
  }
}

// MARK: - Writing

extension EventLog {
  public func log(_ level: Level, _ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    let entry = Entry(level: level, message: message, stage: stage, fields: fields)
    let line = entry.json(at: now()) + "\n"
    file.withLock { file in
      if file.descriptor == nil { file.pending.append(line) } else { Self.write(line, to: &file) }
    }
    listener?(entry)
  }

  public func debug(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.debug, message, stage: stage, fields)
  }

  public func info(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.info, message, stage: stage, fields)
  }

  public func warning(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.warning, message, stage: stage, fields)
  }

  public func error(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.error, message, stage: stage, fields)
  }
}

extension EventLog.Entry {
  /// One line; the time comes first, so that lines sort by it.
  func json(at time: Timestamp) -> String {
    var members = [("time", time.description), ("level", level.rawValue)]
    if let stage { members.append(("stage", stage.rawValue)) }
    members.append(("message", message))
    var parts = members.map { "\"\($0)\":\(JSONText.compact($1))" }
    if !fields.isEmpty { parts.append("\"fields\":\(JSONText.compact(fields.filter(\.value.isFinite)))") }
    return "{" + parts.joined(separator: ",") + "}"
  }
}

// MARK: - The file

extension EventLog {
  /// Starts writing to a file, with the entries that came before first.
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

  /// Ends the file. Later entries go to the listener only.
  ///
  /// - Throws: what the first failed write failed with; a disk that is full shows here at the latest.
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
