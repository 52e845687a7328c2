import Foundation

/// A terminal to give to a program, and what it wrote there.
final class PseudoTerminal {
  /// The program's side.
  let end: FileHandle
  private let reader: FileHandle

  // <asm-generic/ioctls.h>; Glibc's own functions for it are hidden from Swift.
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  init() throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0 else { throw POSIXError(.ENXIO) }
    reader = FileHandle(fileDescriptor: master, closeOnDealloc: true)
    var (isLocked, number) = (Int32(0), UInt32(0))
    guard ioctl(master, Self.unlock, &isLocked) == 0, ioctl(master, Self.number, &number) == 0 else {
      throw POSIXError(.ENOTTY)
    }
    let program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard program >= 0 else { throw POSIXError(.ENXIO) }
    end = FileHandle(fileDescriptor: program, closeOnDealloc: true)
  }

  /// All that fits into the terminal's buffer (4 KiB); for programs that have ended.
  func text() -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(reader.fileDescriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
