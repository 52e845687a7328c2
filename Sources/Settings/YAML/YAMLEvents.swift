import CYAML

/// What libyaml reads next.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd, sequenceEnd, mappingEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart, mappingStart
  }

  let kind: Kind
  let anchor: String?
  let tag: String?
  let position: SourcePosition
}

/// libyaml's parser over a copy of a text.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let source: SourcePosition.Source

  init(_ text: String, source: SourcePosition.Source) {
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(text.utf8.count, 1))
    let (_, end) = bytes.initialize(from: text.utf8)
    self.text = bytes
    self.source = source
    parser = .allocate(capacity: 1)
    precondition(yaml_parser_initialize(parser) == 1, "out of memory")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, end)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    text.deallocate()
  }
}

extension YAMLEvents {
  mutating func next() throws(SettingsError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    let position = position(event.start_mark)
    switch event.type {
    case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, anchor: nil, tag: nil, position: position)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, anchor: nil, tag: nil, position: position)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, anchor: nil, tag: nil, position: position)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, anchor: nil, tag: nil, position: position)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, anchor: nil, tag: nil, position: position)
    case YAML_ALIAS_EVENT:
      let name = string(event.data.alias.anchor) ?? ""
      return YAMLEvent(kind: .alias(name), anchor: nil, tag: nil, position: position)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let value = YAMLScalar(String(decoding: bytes, as: UTF8.self), style: style(scalar.style))
      return YAMLEvent(kind: .scalar(value), anchor: string(scalar.anchor), tag: string(scalar.tag), position: position)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return YAMLEvent(kind: .sequenceStart, anchor: string(start.anchor), tag: string(start.tag), position: position)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return YAMLEvent(kind: .mappingStart, anchor: string(start.anchor), tag: string(start.tag), position: position)
    default: return YAMLEvent(kind: .streamStart, anchor: nil, tag: nil, position: position)
    }
  }

  private func position(_ mark: yaml_mark_t) -> SourcePosition {
    SourcePosition(source, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private func string(_ bytes: UnsafePointer<UInt8>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  private func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}

// MARK: - Errors

extension YAMLEvents {
  private func syntaxError() -> SettingsError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "it cannot be read as YAML"
    guard state.error != YAML_READER_ERROR else {
      return .syntax(problem: problem, hint: nil, at: position(ofByte: Int(state.problem_offset)))
    }
    let at = position(state.problem_mark)
    return .syntax(problem: problem, hint: hint(state.problem_mark), at: at)
  }

  /// A reader error knows only the byte where it happened.
  private func position(ofByte offset: Int) -> SourcePosition {
    let before = UnsafeBufferPointer(text).prefix(offset)
    let newline = UInt8(ascii: "\n")
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let column = String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1
    return SourcePosition(source, line: before.count { $0 == newline } + 1, column: column)
  }

  /// From the character where the library stopped: its words differ from version to version.
  private func hint(_ mark: yaml_mark_t) -> SyntaxHint? {
    let lines = UnsafeBufferPointer(text).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(Int(mark.line)) else { return nil }
    let line = String(decoding: lines[Int(mark.line)], as: UTF8.self).unicodeScalars
    if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") { return .tabIndentation }
    return line.dropFirst(Int(mark.column)).first == ":" ? .colonInText : nil
  }
}
