import Dispatch
import Synchronization

/// The bytes of a ZIP entry, block by block; another thread unpacks the next ones meanwhile.
final class UnpackedBlocks: @unchecked Sendable {
  private static let size = 1 << 18
  private static let count = 4

  private let entry: ZipEntry
  private let isAhead: Bool
  private let blocks: [UnsafeMutableRawBufferPointer]
  /// Written by the thread that unpacks before it signals `filled`.
  private var results = [Result<Int, TableError>](repeating: .success(0), count: count)
  private let filled = DispatchSemaphore(value: 0)
  private let free = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)
  private let isCancelled = Atomic<Bool>(false)
  private var next = 0

  /// - Parameter ahead: whether to use another thread.
  init(_ entry: ZipEntry, ahead: Bool) {
    self.entry = entry
    isAhead = ahead
    blocks = (0..<(ahead ? Self.count : 1)).map { _ in .allocate(byteCount: Self.size, alignment: 16) }
    guard ahead else { return }
    for _ in blocks { free.signal() }
    // The thread keeps no reference: the last one goes on the reader's thread, which waits for it.
    let blocks = Unmanaged.passUnretained(self)
    DispatchQueue.global(qos: .userInitiated).async { blocks._withUnsafeGuaranteedRef { $0.unpack() } }
  }

  deinit {
    if isAhead {
      isCancelled.store(true, ordering: .relaxed)
      free.signal()
      finished.wait()
    }
    for block in blocks { block.deallocate() }
  }

  /// Hands the next block to `body`, an empty one at the end.
  func withNext<Answer>(_ body: (UnsafeRawBufferPointer) throws(TableError) -> Answer) throws(TableError) -> Answer {
    guard isAhead else {
      let count = try entry.read(into: blocks[0])
      return try body(UnsafeRawBufferPointer(rebasing: blocks[0][..<count]))
    }
    filled.wait()
    let index = next % Self.count
    let count = try results[index].get()
    next += 1
    defer { free.signal() }
    return try body(UnsafeRawBufferPointer(rebasing: blocks[index][..<count]))
  }

  private func unpack() {
    var index = 0
    while true {
      free.wait()
      if isCancelled.load(ordering: .relaxed) { break }
      let block = blocks[index]
      results[index] = Result { () throws(TableError) in try entry.read(into: block) }
      let isLast = (try? results[index].get()) ?? 0 == 0
      filled.signal()
      if isLast { break }
      index = (index + 1) % Self.count
    }
    finished.signal()
  }
}
