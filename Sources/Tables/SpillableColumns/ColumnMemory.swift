#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of one long column: from the heap, or a mapped file.
@usableFromInline
final class ColumnMemory: @unchecked Sendable {  // its owner sees to it that only one thread changes it
  @usableFromInline private(set) var start: UnsafeMutableRawPointer
  private(set) var bytes = 0
  let place: ColumnPlace
  /// Of the file; −1 where there is none.
  private var descriptor: Int32 = -1

  init(place: ColumnPlace) {
    self.place = place
    // An address that is never read, for columns without a row.
    start = UnsafeMutableRawPointer(bitPattern: 64)!
  }

  deinit {
    if bytes > 0 {
      if isFile { munmap(start, bytes) } else { free(start) }
    }
    if descriptor >= 0 { close(descriptor) }
  }

  var isFile: Bool { place != .memory }

  func copy(from other: ColumnMemory, bytes: Int) {
    if bytes > 0 { start.copyMemory(from: other.start, byteCount: bytes) }
  }

  /// - Parameter zeroed: all bits of new memory are zero; else what they are is not said.
  func grow(toBytes wanted: Int, zeroed: Bool = false) throws(TableError) {
    guard wanted > bytes else { return }
    switch place {
    case .memory:
      // Zeroed memory that is new from the system is not touched before it is used.
      guard let moved = zeroed && bytes == 0 ? calloc(wanted, 1) : realloc(bytes > 0 ? start : nil, wanted) else {
        throw .system(path: "memory", action: .write, code: ENOMEM, detail: "\(wanted) bytes of a column")
      }
      start = moved
      bytes = wanted
    case .file(let folder):
      try map(toBytes: (wanted + Self.page - 1) / Self.page * Self.page, folder)
    }
  }

  /// - Parameter range: of bytes.
  func release(_ range: Range<Int>) {
    guard isFile, bytes > 0 else { return }
    let first = max(range.lowerBound - Self.margin, 0) / Self.page * Self.page
    let end = min(range.upperBound + Self.margin, bytes)
    if end > first { madvise(start + first, end - first, MADV_DONTNEED) }
  }

  /// A fault brings in neighbours too, up to a large page on either side: those must go with what was asked for.
  private static let margin = 4 << 20
}

// MARK: - The file

extension ColumnMemory {
  private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// Room on the disk is taken before the pages are: a full disk is an error here, not a signal later.
  private func map(toBytes wanted: Int, _ folder: String) throws(TableError) {
    if descriptor < 0 { descriptor = try Self.namelessFile(in: folder) }
    let code = posix_fallocate(descriptor, off_t(bytes), off_t(wanted - bytes))
    guard code == 0 else { throw TableError(code: code, path: folder, action: .write) }
    if bytes > 0 { munmap(start, bytes) }
    bytes = 0
    let mapped = mmap(nil, wanted, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let mapped, mapped != MAP_FAILED else { throw TableError(code: errno, path: folder, action: .write) }
    start = mapped
    bytes = wanted
  }

  /// Without a name the file is gone with its descriptor, however the process ends.
  private static func namelessFile(in folder: String) throws(TableError) -> Int32 {
    var template = Array("\(folder)/.retention-fast-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw TableError(code: errno, path: folder, action: .write) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }
}
