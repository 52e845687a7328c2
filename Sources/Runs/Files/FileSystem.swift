package import Foundation

/// File system calls that must be durable or atomic, and that keep `errno` in their errors.
package enum FileSystem {
  /// Creates a folder and its missing parents; does nothing if it exists.
  package static func createFolder(_ folder: URL) throws(FileError) {
    let path = folder.path
    if mkdir(path, 0o777) == 0 { return }
    let code = errno
    if code == ENOENT, folder.pathComponents.count > 1 {
      try createFolder(folder.deletingLastPathComponent())
      if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
      throw .last(.createFolder, path)
    }
    if code == EEXIST, kind(of: folder) == .folder { return }
    throw FileError(action: .createFolder, path: path, code: code == EEXIST ? ENOTDIR : code)
  }

  /// Writes a file under a temporary name, syncs it, and renames it into place.
  package static func writeAtomically(_ text: String, to file: URL) throws(FileError) {
    try writeAtomically(Array(text.utf8), to: file)
  }

  /// Writes a file under a temporary name, syncs it, and renames it into place.
  package static func writeAtomically(_ bytes: [UInt8], to file: URL) throws(FileError) {
    let temporary = file.deletingLastPathComponent().appendingPathComponent(".\(file.lastPathComponent).new")
    do throws(FileError) {
      try write(bytes, to: temporary)
      try rename(temporary, to: file)
    } catch {
      unlink(temporary.path)
      throw error
    }
  }

  private static func write(_ bytes: [UInt8], to file: URL) throws(FileError) {
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .last(.create, file.path) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path: file.path)
    guard fsync(descriptor) == 0 else { throw .last(.sync, file.path) }
  }

  /// Writes all bytes, with as many system calls as it takes.
  ///
  /// - Parameter path: named in errors.
  package static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + start, bytes.count - start) }
      if written < 0 {
        if errno == EINTR { continue }
        throw .last(.write, path)
      }
      start += written
    }
  }

  /// Flushes a file or folder to disk.
  package static func sync(_ url: URL) throws(FileError) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last(.sync, url.path) }
    defer { close(descriptor) }
    // Some file systems cannot sync a folder and return EINVAL; there is nothing to wait for then.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last(.sync, url.path) }
  }

  /// Renames a file or folder; a file at `target` is replaced atomically.
  package static func rename(_ source: URL, to target: URL) throws(FileError) {
    guard Foundation.rename(source.path, target.path) == 0 else { throw .last(.rename, target.path) }
  }

  /// Points a symbolic link at `target` atomically: a reader sees the old or the new target, never none.
  package static func replaceLink(_ link: URL, target: String) throws(FileError) {
    let temporary = link.deletingLastPathComponent().appendingPathComponent(".\(link.lastPathComponent).new")
    unlink(temporary.path)
    guard symlink(target, temporary.path) == 0 else { throw .last(.link, temporary.path) }
    try rename(temporary, to: link)
  }

  /// Removes a file, or a folder and everything in it. Links are removed, not followed.
  package static func removeTree(_ url: URL) throws(FileError) {
    if kind(of: url) == .folder {
      for name in try names(in: url) { try removeTree(url.appendingPathComponent(name)) }
      guard rmdir(url.path) == 0 else { throw .last(.remove, url.path) }
    } else if unlink(url.path) != 0, errno != ENOENT {
      throw .last(.remove, url.path)
    }
  }
}

// MARK: - Reading

extension FileSystem {
  /// What a path leads to.
  package enum Kind: Sendable {
    case file, folder, link, other
  }

  /// The kind of a path, without following links; nil if nothing is there or it cannot be inspected.
  package static func kind(of url: URL) -> Kind? {
    var status = stat()
    return lstat(url.path, &status) == 0 ? kind(status) : nil
  }

  /// The kind of what a path leads to after following links; nil as above.
  package static func kind(behind path: String) -> Kind? {
    var status = stat()
    return stat(path, &status) == 0 ? kind(status) : nil
  }

  private static func kind(_ status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// Names in a folder, in bytewise order, which is the same on every machine.
  package static func names(in folder: URL) throws(FileError) -> [String] {
    guard let stream = opendir(folder.path) else { throw .last(.list, folder.path) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Paths, relative to `root`, of all regular files below it, in bytewise order, and of all folders, `root` included
  /// (as an empty path), longest path first, so that a folder follows those inside it.
  package static func tree(of root: URL) throws(FileError) -> (files: [String], folders: [String]) {
    var files: [String] = []
    var folders: [String] = []
    var pending = [""]
    while let folder = pending.popLast() {
      folders.append(folder)
      for name in try names(in: root.appendingPathComponent(folder)) {
        let path = folder.isEmpty ? name : folder + "/" + name
        switch kind(of: root.appendingPathComponent(path)) {
        case .folder: pending.append(path)
        case .file: files.append(path)
        default: break
        }
      }
    }
    files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    folders.sort { $0.utf8.count > $1.utf8.count }
    return (files, folders)
  }

  /// Reads a whole file.
  package static func contents(of file: URL) throws(FileError) -> Data {
    do { return try Data(contentsOf: file) } catch {
      throw FileError(bridging: error) ?? FileError(action: .read, path: file.path, code: EIO)
    }
  }

  /// The size of a file in bytes, after following links.
  package static func size(of file: URL) throws(FileError) -> Int {
    var status = stat()
    guard stat(file.path, &status) == 0 else { throw .last(.inspect, file.path) }
    return Int(status.st_size)
  }
}
