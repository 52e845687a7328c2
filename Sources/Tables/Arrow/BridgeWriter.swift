import CArrowBridge

/// A writer of the bridge and its file, which gets its name when it is closed and goes when the writer fails or is
/// dropped before.
final class BridgeWriter {
  private let file: PartialFile
  private let format: String
  private let free: (OpaquePointer) -> Void
  /// Nil once closed or failed.
  private var handle: OpaquePointer?

  init(
    path: String, format: String, free: @escaping (OpaquePointer) -> Void,
    create: (_ target: String, _ error: inout ArrowBridgeError) -> OpaquePointer?
  ) throws(TableError) {
    file = try PartialFile(path: path)
    self.format = format
    self.free = free
    let target = file.target
    do throws(TableError) {
      handle = try callBridge(path: path, action: .write, format: format) { error in create(target, &error) }
    } catch {
      file.discard()
      throw error
    }
  }

  deinit { abandon() }

  /// - Parameter body: false where it failed; the writer is then of no more use.
  func call(_ body: (OpaquePointer, inout ArrowBridgeError) -> Bool) throws(TableError) {
    guard let handle else { preconditionFailure("a closed or failed writer cannot be used") }
    do throws(TableError) {
      _ = try callBridge(path: file.path, action: .write, format: format) { error in body(handle, &error).orNil }
    } catch {
      abandon()
      throw error
    }
  }

  /// Completes the file and gives it its name.
  func close(_ finish: (OpaquePointer, inout ArrowBridgeError) -> Bool) throws(TableError) {
    try call(finish)
    if let handle { free(handle) }
    handle = nil
    do throws(TableError) {
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
  }

  /// Frees the writer, which is then of no more use, and removes its file.
  func abandon() {
    guard let handle else { return }
    free(handle)
    self.handle = nil
    file.discard()
  }
}

/// C strings that live as long as this object.
final class CStrings {
  let pointers: [UnsafePointer<CChar>?]

  init(_ strings: [String]) {
    pointers = strings.map { string in
      let bytes = string.utf8CString
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      for (index, byte) in bytes.enumerated() { copy[index] = byte }
      return UnsafePointer(copy)
    }
  }

  deinit { for pointer in pointers { pointer?.deallocate() } }
}
