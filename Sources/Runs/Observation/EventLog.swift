package import Foundation
import Synchronization
import Text

/// The log of a run: JSON lines in its folder, and entries passed to a listener.
///
/// Can be called from any thread. Entries logged before `open(_:)` are kept and written when it is called.
package final class EventLog: Sendable {
  /// Path of the log inside a run's folder.
  package static let path = "logs/retention-fast.log"

  /// Severity of an entry, in ascending order.
  package enum Level: String, Sendable, Comparable, CaseIterable {
    case debug, info, warning, error

    package static func < (lhs: Level, rhs: Level) -> Bool {
      allCases.firstIndex(of: lhs)! < allCases.firstIndex(of: rhs)!
    }
  }

  /// One logged event.
  package struct Entry: Sendable {
    package let level: Level
    /// Understandable without `fields`.
    package let message: String
    /// nil outside stages.
    package let stage: StageName?
    /// Numbers for programs that read the log; those that are not finite are left out of the file.
    package let fields: [String: Double]
  }

  private struct File {
    var descriptor: Int32?
    var path = ""
    var pending: [String] = []
    /// The first write that failed. A failing log must not stop the work it records.
    var failure: FileError?
  }

  private let listener: (@Sendable (Entry) -> Void)?
  private let now: @Sendable () -> Timestamp
  private let file = Mutex(File())

  /// - Parameters:
  ///   - now: the time written with each entry.
  ///   - listener: receives every entry, on the thread that logs it.
  package init(
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
  /// Writes an entry to the file and passes it to the listener.
  package func log(_ level: Level, _ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    let entry = Entry(level: level, message: message, stage: stage, fields: fields)
    let line = entry.json(at: now()) + "\n"
    file.withLock { file in
      if file.descriptor == nil { file.pending.append(line) } else { Self.write(line, to: &file) }
    }
    listener?(entry)
  }

  /// Logs a detail for troubleshooting.
  package func debug(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.debug, message, stage: stage, fields)
  }

  /// Logs normal progress or a result.
  package func info(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.info, message, stage: stage, fields)
  }

  /// Logs something the user should check.
  package func warning(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.warning, message, stage: stage, fields)
  }

  /// Logs a failure.
  package func error(_ message: String, stage: StageName? = nil, _ fields: [String: Double] = [:]) {
    log(.error, message, stage: stage, fields)
  }
}

extension EventLog.Entry {
  /// The entry as one line. The time comes first, so that sorting lines sorts them by time.
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
  /// Starts appending to a file, beginning with the entries logged so far.
  package func open(_ url: URL) throws(FileError) {
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

  /// Closes the file. Later entries only reach the listener, unless a file is opened again.
  ///
  /// - Throws: the error of the first failed write, such as a full disk.
  package func close() throws(FileError) {
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
