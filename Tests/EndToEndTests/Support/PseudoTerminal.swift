import Foundation

/// A terminal to give to a program, and what it wrote there.
final class PseudoTerminal {
  /// The program's side.
  let end: FileHandle
  private let reader: FileHandle

  init() throws {
    let master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
      throw POSIXError(.ENXIO)
    }
    let slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw POSIXError(.ENXIO) }
    reader = FileHandle(fileDescriptor: master, closeOnDealloc: true)
    end = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
  }

  /// All that fits into the terminal's buffer (4 KiB); for programs that have ended.
  func text() -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(reader.fileDescriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
