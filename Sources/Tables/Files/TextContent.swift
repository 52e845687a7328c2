/// What text is, judged by its beginning.
enum TextContent: Equatable {
  /// Fields and separators, as far as can be seen.
  case table
  /// A JSON object on each line.
  case jsonLines
  case other(found: String, advice: String)

  /// - Parameters:
  ///   - head: the first bytes of the text, its first line at least, as UTF-8.
  ///   - isWhole: whether the text ends there.
  ///   - path: of the file; its ending tells JSON Lines of a single line from other JSON.
  init(_ head: TextBytes, isWhole: Bool, path: String) {
    let text = TextBytes(rebasing: head[(head.firstIndex { !$0.isSpace } ?? head.endIndex)...])
    switch text.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = Self.json(text, isWhole: isWhole, isNamed: isNamedJSONLines(path))
    case UInt8(ascii: "<"): self = Self.markup(text)
    default: self = Self.plain(text)
    }
  }

  // MARK: - JSON

  private static func json(_ text: TextBytes, isWhole: Bool, isNamed: Bool) -> TextContent {
    let document = TextContent.other(
      found: "a JSON document",
      advice: "export CSV, or JSON Lines: an object on each line, without brackets around them and commas between them")
    let inside = text.dropFirst().first { !$0.isSpace }
    // What a header or a value may begin with: [Order ID], {123}.
    let begins: [UInt8] =
      text[0] == UInt8(ascii: "{") ? Array("\"}".utf8) : Array("{[\"]".utf8)
    guard let inside, begins.contains(inside) else { return isWhole && inside == nil ? document : .table }
    guard let end = endOfObject(text) else {
      // A short text that goes on ends in a fault, which shows when it is read.
      return !isWhole && text.count < shortText && !text.contains(10) ? .table : document
    }
    let rest = text[end...].drop { $0 == 32 || $0 == 9 || $0 == 13 }
    guard let next = rest.first else { return isNamed ? .jsonLines : document }
    guard next == 10 else { return document }
    let second = rest.first { !$0.isSpace }
    return second == UInt8(ascii: "{") || isNamed ? .jsonLines : document
  }

  private static let shortText = 1 << 14

  /// Where an object on one line ends; nil where it is none.
  private static func endOfObject(_ text: TextBytes) -> Int? {
    guard text[0] == UInt8(ascii: "{") else { return nil }
    var (depth, isText, index) = (0, false, 0)
    while index < text.count, text[index] != 10 {
      switch text[index] {
      case UInt8(ascii: "\\") where isText: index += 1
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "{") where !isText, UInt8(ascii: "[") where !isText: depth += 1
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText:
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }

  // MARK: - Markup and other text

  private static let spreadsheet = "open it in a spreadsheet program and save it as XLSX or CSV"

  private static func markup(_ text: TextBytes) -> TextContent {
    let start = lowercased(text.prefix(1 << 14))
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet"), start.hasPrefix("<?xml") {
      return .other(found: "a spreadsheet in XML (Excel 2003)", advice: spreadsheet)
    }
    let isPage = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<div", "<font", "<center"]
      .contains { start.hasPrefix($0) }
    if isPage || start.hasPrefix("<!--") || start.hasPrefix("<?xml") || start.hasPrefix("<!doctype"),
      start.contains("<html") || start.contains("<table") || isPage
    {
      return .other(
        found: "a page in HTML (many shops export one under the name of a spreadsheet)", advice: spreadsheet)
    }
    let name = start.dropFirst().prefix { $0.isLetter || $0.isNumber || "-_:.".contains($0) }
    let isXML =
      start.hasPrefix("<?xml") || start.hasPrefix("<!")
      || !name.isEmpty && (start.contains("</") || start.contains("/>"))
    return isXML
      ? .other(found: "an XML document", advice: "export the order lines as CSV or XLSX instead") : .table
  }

  private static func plain(_ text: TextBytes) -> TextContent {
    let start = lowercased(text.prefix(1 << 12))
    if start.hasPrefix("mime-version:") || start.hasPrefix("from: ") && start.contains("mime-version:") {
      return .other(found: "a web page or mail in one file (MHTML)", advice: spreadsheet)
    }
    let dumps = ["-- mysql dump", "-- mariadb dump", "--\n-- postgresql database dump", "-- phpmyadmin sql dump"]
    let statements = ["insert into ", "create table ", "drop table ", "pragma foreign_keys"]
    if (dumps + statements).contains(where: { start.hasPrefix($0) }) {
      return .other(
        found: "a list of SQL commands", advice: "load it into a database and export the table of order lines as CSV")
    }
    return .table
  }

  private static func lowercased(_ text: Slice<TextBytes>) -> String {
    String(decoding: text.lazy.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

/// Whether a name ends as files of JSON Lines do.
private func isNamedJSONLines(_ path: String) -> Bool {
  var name = path.lowercased()[...]
  for packed in [".gz", ".zst"] where name.hasSuffix(packed) { name = name.dropLast(packed.count) }
  return name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson")
}

extension UInt8 {
  /// A blank or a line end.
  fileprivate var isSpace: Bool { self == 32 || (9...13).contains(self) }
}
