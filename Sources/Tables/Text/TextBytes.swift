/// Bytes of UTF-8 text, read in place.
public typealias TextBytes = UnsafeBufferPointer<UInt8>
