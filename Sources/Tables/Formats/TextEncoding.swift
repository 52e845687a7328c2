import CArrowBridge

/// How the text of a file is written down as bytes. A byte order mark in the file wins over what is stated. The raw
/// values are those of settings.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  /// Nothing outside ASCII, which all of these read alike but UTF-16; never stated, only found.
  case ascii
  case utf8 = "utf-8"
  case windows1252 = "windows-1252"
  case latin1 = "latin-1"
  /// The byte order is detected; little-endian where there is no evidence.
  case utf16 = "utf-16"
}

extension TextEncoding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .ascii: "ASCII"
    case .utf8: "UTF-8"
    case .windows1252: "Windows-1252"
    case .latin1: "Latin-1"
    case .utf16: "UTF-16"
    }
  }
}

extension TextEncoding {
  init(_ encoding: ArrowBridgeEncoding) {
    switch encoding {
    case ARROW_BRIDGE_UTF_8: self = .utf8
    case ARROW_BRIDGE_WINDOWS_1252: self = .windows1252
    case ARROW_BRIDGE_LATIN_1: self = .latin1
    case ARROW_BRIDGE_UTF_16, ARROW_BRIDGE_UTF_16_LE, ARROW_BRIDGE_UTF_16_BE: self = .utf16
    default: self = .ascii
    }
  }
}

extension ArrowBridgeEncoding {
  /// - Parameter encoding: nil to find it out.
  init(_ encoding: TextEncoding?) {
    self =
      switch encoding {
      case nil: ARROW_BRIDGE_DETECT
      case .ascii, .utf8: ARROW_BRIDGE_UTF_8
      case .windows1252: ARROW_BRIDGE_WINDOWS_1252
      case .latin1: ARROW_BRIDGE_LATIN_1
      case .utf16: ARROW_BRIDGE_UTF_16
      }
  }
}
