package import Foundation

/// The few calls to the file system that must be exact: durable, atomic, with `errno` kept.
package enum FileSystem {
  /// Creates a folder and its parents; one that is there already is fine.
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

  /// Writes a whole file under another name, syncs it, and renames it into place.
  package static func writeAtomically(_ text: String, to file: URL) throws(FileError) {
    try writeAtomically(Array(text.utf8), to: file)
  }

  /// Writes a whole file under another name, syncs it, and renames it into place.
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

  /// Writes all bytes, however many calls it takes.
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

  /// Asks the disk to keep a file or folder.
  package static func sync(_ url: URL) throws(FileError) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last(.sync, url.path) }
    defer { close(descriptor) }
    // Some file systems cannot sync a folder and say EINVAL: nothing to wait for there.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last(.sync, url.path) }
  }

  package static func rename(_ source: URL, to target: URL) throws(FileError) {
    guard Foundation.rename(source.path, target.path) == 0 else { throw .last(.rename, target.path) }
  }

  /// Points `link` at `target` in one step: a reader sees the old or the new one, never none.
  package static func replaceLink(_ link: URL, target: String) throws(FileError) {
    let temporary = link.deletingLastPathComponent().appendingPathComponent(".\(link.lastPathComponent).new")
    unlink(temporary.path)
    guard symlink(target, temporary.path) == 0 else { throw .last(.link, temporary.path) }
    try rename(temporary, to: link)
  }

  /// Removes a file or a folder with all it holds; links are removed, not followed.
  package static func removeTree(_ url: URL) throws(FileError) {
    if kind(of: url) == .folder {
      for name in try names(in: url) { try removeTree(url.appendingPathComponent(name)) }
      guard rmdir(url.path) == 0 else { throw .last(.remove, url.path) }
    } else if unlink(url.path) != 0, errno != ENOENT {
      throw .last(.remove, url.path)
    }
  }
}

// MARK: - Looking

extension FileSystem {
  package enum Kind: Sendable {
    case file, folder, link, other
  }

  /// What a path itself is, links not followed; nil where nothing is.
  package static func kind(of url: URL) -> Kind? {
    var status = stat()
    return lstat(url.path, &status) == 0 ? kind(status) : nil
  }

  /// The same of what a link points at in the end.
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

  /// Names in a folder, sorted by bytes so that every machine gives one order.
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

  /// Paths of all regular files below a folder, relative to it, sorted; and of all folders, the deepest first.
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

  package static func contents(of file: URL) throws(FileError) -> Data {
    do { return try Data(contentsOf: file) } catch {
      throw FileError(bridging: error) ?? FileError(action: .read, path: file.path, code: EIO)
    }
  }

  package static func size(of file: URL) throws(FileError) -> Int {
    var status = stat()
    guard stat(file.path, &status) == 0 else { throw .last(.inspect, file.path) }
    return Int(status.st_size)
  }
}
