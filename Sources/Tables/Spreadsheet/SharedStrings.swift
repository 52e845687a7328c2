/// The texts of a sheet: those that all sheets share, and those in its cells.
struct SheetTexts {
  private(set) var dictionary = StringDictionary()
  /// Codes of the shared strings by position; -1 for an empty one.
  fileprivate(set) var shared: [Int32] = []

  /// The code of `text`; nil where all texts together would be too long.
  mutating func code(for text: TextBytes) -> Int32? {
    guard dictionary.arena.count + text.count <= SpreadsheetLimits.textBytes else { return nil }
    return dictionary.code(for: text)
  }

  /// Reads the shared strings of `workbook`.
  static func reading(_ workbook: Workbook, ahead: Bool) throws(TableError) -> SheetTexts {
    guard let part = workbook.stringsPart, workbook.archive.position(of: part) != nil else { return SheetTexts() }
    let handler = SharedStringHandler(path: workbook.archive.path, part: part)
    try parseXML(try workbook.archive.open(part), into: handler, ahead: ahead)
    return handler.texts
  }
}

/// `xl/sharedStrings.xml`: runs of rich text are joined, and phonetic guides left out.
private final class SharedStringHandler: XMLHandler {
  var texts = SheetTexts()
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
    let code = buffer.bytes.isEmpty ? -1 : buffer.bytes.withUnsafeBufferPointer { texts.code(for: $0) }
    guard let code, !buffer.isFull, texts.shared.count < SpreadsheetLimits.sharedStrings else {
      fault = .tooLarge(path: path, part: part, bytes: texts.dictionary.arena.count + buffer.bytes.count)
      return
    }
    texts.shared.append(code)
  }

  override var place: String { " (string \(texts.shared.count + 1))" }
}
