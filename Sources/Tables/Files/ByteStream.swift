import CArrowBridge

/// The bytes of a file, decompressed on the way.
final class ByteStream {
  private let handle: OpaquePointer
  private let path: String
  private let format: String

  init(path: String, compression: Compression) throws(TableError) {
    let (kind, format) =
      switch compression {
      case .none: (ARROW_BRIDGE_PLAIN, "text")
      case .gzip: (ARROW_BRIDGE_GZIP, "gzip")
      case .zstd: (ARROW_BRIDGE_ZSTD, "zstd")
      }
    self.path = path
    self.format = format
    handle = try callBridge(path: path, action: .read, format: format) { error in
      arrow_bridge_bytes_open(path, kind, &error)
    }
  }

  deinit { arrow_bridge_bytes_close(handle) }

  /// Fills `buffer`; fewer bytes than it holds only at the end of the file.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(TableError) -> Int {
    guard let start = buffer.baseAddress, buffer.count > 0 else { return 0 }
    return try callBridge(path: path, action: .read, format: format) { error in
      let count = arrow_bridge_bytes_read(handle, start, Int64(buffer.count), &error)
      return count < 0 ? nil : Int(count)
    }
  }
}
