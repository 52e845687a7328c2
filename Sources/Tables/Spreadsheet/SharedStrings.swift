/// The texts that all sheets of a workbook share.
final class SharedStrings {
  fileprivate(set) var dictionary = StringDictionary()
  /// Codes of the shared strings by position; -1 for an empty one.
  fileprivate(set) var codes: [Int32] = []

  fileprivate init() {}

  /// Reads the shared strings of `workbook`.
  static func reading(_ workbook: Workbook, ahead: Bool) throws(TableError) -> SharedStrings {
    guard let part = workbook.stringsPart, workbook.archive.position(of: part) != nil else { return SharedStrings() }
    let handler = SharedStringHandler(path: workbook.archive.path, part: part)
    try parseXML(try workbook.archive.open(part), into: handler, ahead: ahead)
    return handler.strings
  }
}

/// The texts of a sheet: the shared ones, and those in its own cells, which come behind them.
struct SheetTexts {
  let shared: SharedStrings
  private var own = StringDictionary()
  private let base: Int32
  /// Bytes of own texts that wait for `keep(only:)`.
  private static let ownBytes = 1 << 20

  init(_ shared: SharedStrings) {
    self.shared = shared
    base = Int32(shared.dictionary.count)
  }

  /// Codes are below.
  var count: Int { Int(base) + own.count }

  /// The code of a text that is not shared; nil where all texts together would be too long.
  mutating func code(for text: TextBytes) -> Int32? {
    guard shared.dictionary.arena.count + own.arena.count + text.count <= SpreadsheetLimits.textBytes else {
      return nil
    }
    return base + own.code(for: text)
  }

  @inline(__always)
  func withBytes<Result>(of code: Int32, _ body: (TextBytes) -> Result) -> Result {
    code < base ? shared.dictionary.withBytes(of: code, body) : own.withBytes(of: code - base, body)
  }

  /// Forgets the sheet's own texts that no cell of `cells` holds, once there are many.
  mutating func keep(only cells: SheetCells) {
    guard own.arena.count > Self.ownBytes else { return }
    let (old, base) = (own, base)
    var kept = StringDictionary()
    cells.recode { code in
      code < base ? code : base + old.withBytes(of: code - base) { kept.code(for: $0) }
    }
    own = kept
  }
}

/// `xl/sharedStrings.xml`: runs of rich text are joined, and phonetic guides left out.
private final class SharedStringHandler: XMLHandler {
  let strings = SharedStrings()
  private let path: String
  private let part: String
  private var buffer = TextBuffer()
  private var isText = false
  private var isPhonetic = false

  init(path: String, part: String) {
    self.path = path
    self.part = part
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name.equals("si") {
      buffer.clear()
    } else if name.equals("t") {
      isText = !isPhonetic
    } else if name.equals("rPh") {
      isPhonetic = true
    }
  }

  override func text(_ bytes: TextBytes) {
    if isText { buffer.append(bytes) }
  }

  override func end(_ name: XMLName) {
    if name.equals("t") {
      isText = false
    } else if name.equals("rPh") {
      isPhonetic = false
    } else if name.equals("si") {
      finish()
    }
  }

  private func finish() {
    buffer.unescape()
    let isInBounds =
      !buffer.isFull && strings.codes.count < SpreadsheetLimits.sharedStrings
      && strings.dictionary.arena.count + buffer.bytes.count <= SpreadsheetLimits.textBytes
    guard isInBounds else {
      fault = .tooLarge(path: path, part: part, bytes: strings.dictionary.arena.count + buffer.bytes.count)
      return
    }
    let code =
      buffer.bytes.isEmpty ? -1 : buffer.bytes.withUnsafeBufferPointer { strings.dictionary.code(for: $0) }
    strings.codes.append(code)
  }

  override var place: String { " (string \(strings.codes.count + 1))" }
}
