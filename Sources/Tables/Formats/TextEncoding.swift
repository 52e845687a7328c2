import CArrowBridge

/// How the text of a file is written down as bytes. A byte order mark in the file wins over what is stated. The raw
/// values are those of settings.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  /// Nothing outside ASCII, which all of these read alike but UTF-16; never stated, only found.
  case ascii
  case utf8 = "utf-8"
  /// The byte order is detected; little-endian where there is no evidence.
  case utf16 = "utf-16"
  case windows1252 = "windows-1252"
  case latin1 = "latin-1"
  case iso8859x15 = "iso-8859-15"
  case macintosh
  case ibm850
  // Central European
  case windows1250 = "windows-1250"
  case iso8859x2 = "iso-8859-2"
  case ibm852
  // Cyrillic
  case windows1251 = "windows-1251"
  case iso8859x5 = "iso-8859-5"
  case koi8r = "koi8-r"
  case ibm866
  // Greek
  case windows1253 = "windows-1253"
  case iso8859x7 = "iso-8859-7"
  // Turkish
  case windows1254 = "windows-1254"
  case iso8859x9 = "iso-8859-9"
  // Hebrew, Arabic, Baltic, Thai
  case windows1255 = "windows-1255"
  case windows1256 = "windows-1256"
  case windows1257 = "windows-1257"
  case windows874 = "windows-874"
  // Chinese
  case gb18030
  /// A part of `gb18030`, and read as that.
  case gbk
  case big5
  // Japanese
  case shiftJIS = "shift-jis"
  case eucJP = "euc-jp"
  // Korean
  case eucKR = "euc-kr"
}

extension TextEncoding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .latin1: "Latin-1"
    case .shiftJIS: "Shift-JIS"
    case .big5: "Big5"
    case .macintosh: "Mac Roman"
    case let encoding where encoding.rawValue.hasPrefix("windows"): "Windows" + encoding.rawValue.dropFirst(7)
    default: rawValue.uppercased()
    }
  }
}

extension TextEncoding {
  private static let bridged: [(encoding: TextEncoding, bridge: ArrowBridgeEncoding)] = [
    (.ascii, ARROW_BRIDGE_UTF_8), (.utf8, ARROW_BRIDGE_UTF_8), (.utf16, ARROW_BRIDGE_UTF_16),
    (.utf16, ARROW_BRIDGE_UTF_16_LE), (.utf16, ARROW_BRIDGE_UTF_16_BE), (.windows1252, ARROW_BRIDGE_WINDOWS_1252),
    (.latin1, ARROW_BRIDGE_LATIN_1), (.iso8859x15, ARROW_BRIDGE_ISO_8859_15), (.macintosh, ARROW_BRIDGE_MACINTOSH),
    (.ibm850, ARROW_BRIDGE_IBM_850), (.windows1250, ARROW_BRIDGE_WINDOWS_1250),
    (.iso8859x2, ARROW_BRIDGE_ISO_8859_2), (.ibm852, ARROW_BRIDGE_IBM_852),
    (.windows1251, ARROW_BRIDGE_WINDOWS_1251), (.iso8859x5, ARROW_BRIDGE_ISO_8859_5), (.koi8r, ARROW_BRIDGE_KOI8_R),
    (.ibm866, ARROW_BRIDGE_IBM_866), (.windows1253, ARROW_BRIDGE_WINDOWS_1253),
    (.iso8859x7, ARROW_BRIDGE_ISO_8859_7), (.windows1254, ARROW_BRIDGE_WINDOWS_1254),
    (.iso8859x9, ARROW_BRIDGE_ISO_8859_9), (.windows1255, ARROW_BRIDGE_WINDOWS_1255),
    (.windows1256, ARROW_BRIDGE_WINDOWS_1256), (.windows1257, ARROW_BRIDGE_WINDOWS_1257),
    (.windows874, ARROW_BRIDGE_WINDOWS_874), (.gb18030, ARROW_BRIDGE_GB_18030), (.gbk, ARROW_BRIDGE_GB_18030),
    (.big5, ARROW_BRIDGE_BIG_5), (.shiftJIS, ARROW_BRIDGE_SHIFT_JIS), (.eucJP, ARROW_BRIDGE_EUC_JP),
    (.eucKR, ARROW_BRIDGE_EUC_KR),
  ]

  /// What the bridge found.
  init(_ encoding: ArrowBridgeEncoding) {
    // The first one is what ASCII is read as.
    self = Self.bridged.dropFirst().first { $0.bridge == encoding }?.encoding ?? .ascii
  }

  fileprivate var bridge: ArrowBridgeEncoding {
    guard let entry = Self.bridged.first(where: { $0.encoding == self }) else {
      preconditionFailure("every encoding is listed")
    }
    return entry.bridge
  }
}

extension ArrowBridgeEncoding {
  /// - Parameter encoding: nil to find it out.
  init(_ encoding: TextEncoding?) { self = encoding?.bridge ?? ARROW_BRIDGE_DETECT }
}
