package import Foundation

/// The exclusive right to write runs to an output folder, held until this object is released.
///
/// An advisory kernel lock (`flock`) on `<output>/.lock`, which is also released when the process dies.
package final class RunLock: Sendable {
  static let fileName = ".lock"
  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    ftruncate(descriptor, 0)
    // Closing alone leaves it with a child between fork and exec, which has a copy of the descriptor.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Takes the lock without waiting. The output folder must exist.
  ///
  /// - Parameter now: recorded in the lock file as the time of locking.
  /// - Throws: `RunError.locked` with the holder's pid, or `.outputNotWritable`.
  package static func acquire(output: URL, now: Timestamp = .now) throws(RunError) -> RunLock {
    let path = output.appendingPathComponent(fileName).path
    // Close-on-exec: a child process that outlives this one must not keep the lock.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .outputNotWritable(folder: output.path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      defer { close(descriptor) }
      guard code == EWOULDBLOCK else { throw .outputNotWritable(folder: output.path, code: code) }
      let holder = holder(descriptor)
      throw .locked(output: output.path, pid: holder.pid, started: holder.started)
    }
    let lock = RunLock(descriptor: descriptor)
    do throws(FileError) { try lock.recordHolder(now, path: path) } catch {
      throw .outputNotWritable(folder: output.path, code: error.code)
    }
    return lock
  }

  private func recordHolder(_ now: Timestamp, path: String) throws(FileError) {
    let text = JSONText.compact(Holder(pid: getpid(), started: now.description)) + "\n"
    ftruncate(descriptor, 0)
    try FileSystem.write(Array(text.utf8), to: descriptor, path: path)
  }

  /// The holder named in the lock file; nil in the instant before it is written.
  private struct Holder: Codable {
    var pid: Int32?
    var started: String?
  }

  private static func holder(_ descriptor: Int32) -> Holder {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let holder = try? JSONDecoder().decode(Holder.self, from: Data(bytes.prefix(max(count, 0))))
    return holder ?? Holder()
  }
}
