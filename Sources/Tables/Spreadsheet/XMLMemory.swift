import CExpat
import Foundation
import Synchronization

/// The memory of this process's XML parsers, counted, so that a part full of names cannot fill the machine.
enum XMLMemory {
  private static let used = Atomic<Int>(0)
  /// In front of each block: its size. Keeps the alignment of `malloc`.
  private static let header = 16

  static var suite: XML_Memory_Handling_Suite {
    XML_Memory_Handling_Suite(
      malloc_fcn: { XMLMemory.allocate($0) },
      realloc_fcn: { XMLMemory.reallocate($0, $1) },
      free_fcn: { XMLMemory.release($0) })
  }

  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    guard reserve(size) else { return nil }
    guard let block = malloc(size + header) else {
      used.subtract(size, ordering: .relaxed)
      return nil
    }
    block.storeBytes(of: size, as: Int.self)
    return block + header
  }

  private static func reallocate(_ pointer: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
    guard let pointer else { return allocate(size) }
    guard let larger = allocate(size) else { return nil }
    let old = (pointer - header).load(as: Int.self)
    larger.copyMemory(from: pointer, byteCount: min(old, size))
    release(pointer)
    return larger
  }

  private static func release(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer else { return }
    let block = pointer - header
    used.subtract(block.load(as: Int.self), ordering: .relaxed)
    free(block)
  }

  private static func reserve(_ size: Int) -> Bool {
    guard size >= 0, size <= SpreadsheetLimits.parserBytes else { return false }
    if used.add(size, ordering: .relaxed).newValue <= SpreadsheetLimits.parserBytes { return true }
    used.subtract(size, ordering: .relaxed)
    return false
  }
}
