/// A window on the text of a file: what was read and not yet cut into records.
final class CSVBuffer {
  /// The longest record that is read.
  static let recordLimit = 64 << 20

  private let stream: ByteStream
  private let path: String
  private var memory: UnsafeMutableBufferPointer<UInt8>
  /// Byte of the file at the start of the memory.
  private var memoryOffset = 0
  /// The unread bytes in `text`.
  private(set) var range = 0..<0
  /// Whether the file ends with these bytes.
  private(set) var isAtEnd = false

  init(stream: ByteStream, path: String, blockSize: Int) {
    self.stream = stream
    self.path = path
    memory = .allocate(capacity: blockSize + CSVTokenizer.padding)
    memory.initialize(repeating: 0)
  }

  deinit { memory.deallocate() }

  var text: UnsafePointer<UInt8> { UnsafePointer(memory.baseAddress!) }
  private var capacity: Int { memory.count - CSVTokenizer.padding }

  func fileOffset(ofBlockByte byte: Int) -> Int { memoryOffset + byte }

  func consume(to position: Int) {
    range = position..<range.upperBound
  }

  /// Moves the unread bytes to the front and reads until the buffer is full or the file ends.
  func fill(line: Int) throws(TableError) {
    guard !isAtEnd, range.count < capacity else { return }
    memory.baseAddress!.update(from: memory.baseAddress! + range.lowerBound, count: range.count)
    memoryOffset += range.lowerBound
    let free = range.count..<capacity
    let read = try stream.read(into: UnsafeMutableBufferPointer(rebasing: memory[free]))
    isAtEnd = read < free.count
    range = 0..<range.count + read
  }

  /// Makes room for a record that is longer than the buffer, which starts on line `line`.
  func demandMore(line: Int) throws(TableError) {
    guard range.count == capacity else { return }
    if capacity >= Self.recordLimit {
      throw .lineTooLong(path: path, line: line, limit: Self.recordLimit)
    }
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity * 2 + CSVTokenizer.padding)
    larger.initialize(repeating: 0)
    larger.baseAddress!.update(from: memory.baseAddress!, count: memory.count)
    memory.deallocate()
    memory = larger
  }

  /// The first NUL byte of the unread text, which begins on line `line`.
  func firstNUL(fromLine line: Int) -> (line: Int, offset: Int)? {
    let unread = TextBytes(start: text + range.lowerBound, count: range.count)
    guard let index = unread.firstIndex(of: 0) else { return nil }
    let newlines = unread[..<index].count { $0 == UInt8(ascii: "\n") }
    return (line + newlines, fileOffset(ofBlockByte: range.lowerBound + index))
  }
}
