import CExpat
import Foundation

/// A part's name, attributes and text as Expat hands them over: UTF-8, ended by NUL.
typealias XMLName = UnsafePointer<CChar>
typealias XMLAttributes = UnsafeMutablePointer<UnsafePointer<CChar>?>

/// What happens at the tags and texts of an XML part. Names come without their namespace's prefix.
class XMLHandler {
  /// Elements that are open.
  final var depth = 0
  /// Ends the parse.
  final var fault: TableError?
  /// Ends the parse without a fault: the rest is of no interest.
  final var isDone = false
  /// Ends the parse of what no workbook has, and what could cost more than a workbook does.
  fileprivate final var excess: XMLExcess?
  fileprivate final let names = XMLNameBudget()

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end(_ name: XMLName) {}
  func text(_ bytes: TextBytes) {}

  /// For faults: where in the part, such as ` at orders!C17`.
  var place: String { "" }
}

private enum XMLExcess {
  case depth, names, documentType

  var detail: String {
    switch self {
    case .depth: "elements nested deeper than \(SpreadsheetLimits.depth)"
    case .names: "more than \(SpreadsheetLimits.nameBytes >> 20) MiB of different names"
    case .documentType: "a document type, which no workbook has"
    }
  }
}

/// Parses `entry` into `handler`, without ever following an entity or a document type.
///
/// The memory of the parser is bounded by what it may see: depth, the bytes of a tag, and the names of all tags.
///
/// - Parameter ahead: whether another thread may unpack.
/// - Throws: `handler`'s fault; `corrupt`, `tooLarge`, `encrypted`.
func parseXML(_ entry: ZipEntry, into handler: XMLHandler, ahead: Bool) throws(TableError) {
  let parse = try XMLParse(entry, into: handler, ahead: ahead)
  while try parse.next() {}
}

/// A parse as `parseXML` does it, that goes on when it is asked to.
final class XMLParse {
  private let run: XMLRun
  private let blocks: UnpackedBlocks

  init(_ entry: ZipEntry, into handler: XMLHandler, ahead: Bool) throws(TableError) {
    run = try XMLRun(handler, path: entry.path, part: entry.name)
    blocks = UnpackedBlocks(entry, ahead: ahead)
  }

  /// Parses the next block of the part; false where the parse has ended.
  ///
  /// - Throws: what `parseXML` does.
  func next() throws(TableError) -> Bool {
    try blocks.withNext { block throws(TableError) in try run.feed(block) }
  }
}

/// One pass of Expat over a part.
private final class XMLRun {
  private let parser: XML_Parser
  private let handler: XMLHandler
  private let path: String
  private let part: String
  private var fed = 0

  init(_ handler: XMLHandler, path: String, part: String) throws(TableError) {
    guard let parser = XML_ParserCreate(nil) else { throw TableError(code: ENOMEM, path: path, action: .read) }
    self.parser = parser
    self.handler = handler
    self.path = path
    self.part = part
    XML_SetUserData(parser, Unmanaged.passUnretained(handler).toOpaque())
    // The parser comes as the argument, so that a handler can stop it.
    XML_UseParserAsHandlerArg(parser)
    XML_SetElementHandler(
      parser,
      { parser, name, attributes in
        guard let name, let attributes else { return }
        withHandler(parser) { handler, parser in
          handler.depth &+= 1
          guard handler.depth <= SpreadsheetLimits.depth else { return stop(parser, .depth, handler) }
          guard handler.names.admits(name), handler.names.admits(keysOf: attributes) else {
            return stop(parser, .names, handler)
          }
          handler.start(localName(name), attributes)
          if handler.isDone || handler.fault != nil { stop(parser) }
        }
      },
      { parser, name in
        guard let name else { return }
        withHandler(parser) { handler, parser in
          handler.depth &-= 1
          handler.end(localName(name))
          if handler.isDone || handler.fault != nil { stop(parser) }
        }
      })
    XML_SetCharacterDataHandler(parser) { parser, bytes, count in
      withHandler(parser) { handler, parser in
        bytes?.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
          handler.text(TextBytes(start: $0, count: Int(count)))
        }
        if handler.fault != nil { stop(parser) }
      }
    }
    XML_SetStartDoctypeDeclHandler(parser) { parser, _, _, _, _ in
      withHandler(parser) { handler, parser in stop(parser, .documentType, handler) }
    }
  }

  deinit { XML_ParserFree(parser) }

  /// False where the parse has ended. An empty block is the end of the part.
  func feed(_ block: UnsafeRawBufferPointer) throws(TableError) -> Bool {
    let bytes = block.baseAddress?.assumingMemoryBound(to: CChar.self)
    let status = XML_Parse(parser, bytes, Int32(block.count), block.isEmpty ? 1 : 0)
    fed += block.count
    if let fault = handler.fault { throw fault }
    if handler.isDone { return false }
    if status != XML_STATUS_OK { throw failure() }
    if fed - Int(XML_GetCurrentByteIndex(parser)) > SpreadsheetLimits.tagBytes + block.count {
      throw corrupt("a tag longer than \(SpreadsheetLimits.tagBytes >> 20) MiB")
    }
    return !block.isEmpty
  }

  private func failure() -> TableError {
    if let excess = handler.excess { return corrupt(excess.detail) }
    let code = XML_GetErrorCode(parser)
    if code == XML_ERROR_NO_MEMORY { return TableError(code: ENOMEM, path: path, action: .read) }
    return corrupt(XML_ErrorString(code).map { String(cString: $0) } ?? "not XML")
  }

  private func corrupt(_ detail: String) -> TableError {
    .corrupt(path: path, format: "XLSX", detail: "\(part)\(handler.place): \(detail)")
  }
}

/// Calls `body` with the handler that a callback's argument, the parser, leads to; no reference is counted.
@inline(__always)
private func withHandler(_ argument: UnsafeMutableRawPointer?, _ body: (XMLHandler, XML_Parser) -> Void) {
  guard let argument else { return }
  let parser = OpaquePointer(argument)
  // The user data is the parser's first field: what Expat's own macro XML_GetUserData reads.
  guard let handler = argument.load(as: UnsafeMutableRawPointer?.self) else { return }
  Unmanaged<XMLHandler>.fromOpaque(handler)._withUnsafeGuaranteedRef { body($0, parser) }
}

private func stop(_ parser: XML_Parser) { XML_StopParser(parser, XML_Bool(0)) }

private func stop(_ parser: XML_Parser, _ excess: XMLExcess, _ handler: XMLHandler) {
  handler.excess = excess
  stop(parser)
}

/// The name behind its namespace's prefix.
@inline(__always)
private func localName(_ name: XMLName) -> XMLName {
  var start = name
  var byte = name
  while byte.pointee != 0 {
    if byte.pointee == CChar(bitPattern: UInt8(ascii: ":")) { start = byte + 1 }
    byte += 1
  }
  return start
}
