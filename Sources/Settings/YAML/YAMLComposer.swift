/// Bounds on what a document may cost, far above those of any real one.
package enum YAMLLimits {
  /// Lists and mappings inside one another.
  package static let depth = 64
  /// Values, each alias counted with all that it stands for.
  package static let nodes = 100_000
  /// Bytes of a file.
  package static let bytes = 4 << 20
}

/// Parses one YAML document.
///
/// - Parameters:
///   - text: the document; JSON is YAML too.
///   - file: the name that positions carry.
/// - Returns: the value at the top; a null scalar for an empty document.
/// - Throws: `SettingsError` for bad syntax, a duplicate or non-text key, a second document, an unknown anchor or tag,
///   and for documents beyond `YAMLLimits`, with the position.
package func parseYAML(text: String, file: String) throws(SettingsError) -> YAMLNode {
  try parseYAML(text: text, source: .file(file))
}

func parseYAML(text: String, source: SourcePosition.Source) throws(SettingsError) -> YAMLNode {
  var composer = YAMLComposer(YAMLEvents(text, source: source), source: source)
  return try composer.document()
}

/// Builds nodes from events.
private struct YAMLComposer: ~Copyable {
  private var events: YAMLEvents
  private let source: SourcePosition.Source
  private var anchors: [String: (node: YAMLNode, size: Int)] = [:]
  private var count = 0

  init(_ events: consuming YAMLEvents, source: SourcePosition.Source) {
    self.events = events
    self.source = source
  }

  mutating func document() throws(SettingsError) -> YAMLNode {
    _ = try events.next()
    guard case .documentStart = try events.next().kind else {
      return YAMLNode(.scalar(YAMLScalar("")), at: SourcePosition(source))
    }
    let first = try events.next()
    let root = try node(first, depth: 0)
    _ = try events.next()
    let last = try events.next()
    guard case .streamEnd = last.kind else { throw .severalDocuments(at: last.position) }
    return root
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(SettingsError) -> YAMLNode {
    if case .alias(let name) = event.kind { return try aliased(name, at: event.position) }
    let before = count
    try countNodes(1, at: event.position)
    guard depth <= YAMLLimits.depth else { throw .limitExceeded(.depth(YAMLLimits.depth), at: event.position) }
    let node = YAMLNode(try content(event, depth: depth), at: event.position)
    if let anchor = event.anchor { anchors[anchor] = (node, count - before) }
    return node
  }

  private mutating func content(_ event: YAMLEvent, depth: Int) throws(SettingsError) -> YAMLNode.Content {
    let isText = try tagMakesText(event)
    switch event.kind {
    case .sequenceStart: return .sequence(try items(depth: depth))
    case .mappingStart: return .mapping(try entries(depth: depth))
    case .scalar(let scalar):
      return .scalar(isText && scalar.style == .plain ? YAMLScalar(scalar.text, style: .doubleQuoted) : scalar)
    default: preconditionFailure("libyaml never opens a node with \(event.kind)")
    }
  }

  private mutating func items(depth: Int) throws(SettingsError) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { return items }
      items.append(try node(event, depth: depth + 1))
    }
  }

  private mutating func entries(depth: Int) throws(SettingsError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var positions: [String: SourcePosition] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return entries }
      guard case .scalar(let key) = try node(event, depth: depth + 1).content else {
        throw .keyNotText(at: event.position)
      }
      if let first = positions.updateValue(event.position, forKey: key.text) {
        throw .duplicateKey(key: key.text, first: first, at: event.position)
      }
      let next = try events.next()
      let value = try node(next, depth: depth + 1)
      entries.append(YAMLEntry(key: key.text, at: event.position, value: value))
    }
  }

  // MARK: - Aliases and tags

  private mutating func aliased(_ name: String, at position: SourcePosition) throws(SettingsError) -> YAMLNode {
    guard let (node, size) = anchors[name] else { throw .unknownAnchor(name: name, at: position) }
    try countNodes(size, at: position)
    return node
  }

  private mutating func countNodes(_ added: Int, at position: SourcePosition) throws(SettingsError) {
    count += added
    guard count <= YAMLLimits.nodes else { throw .limitExceeded(.nodes(YAMLLimits.nodes), at: position) }
  }

  /// `!!str` makes text of a number; YAML's other own tags say what we find out anyway; foreign ones mean nothing to us.
  private func tagMakesText(_ event: YAMLEvent) throws(SettingsError) -> Bool {
    guard let tag = event.tag else { return false }
    let own = "tag:yaml.org,2002:"
    guard tag == "!" || ["str", "int", "float", "bool", "null", "seq", "map"].contains(where: { tag == own + $0 })
    else {
      throw .unsupportedTag(tag: tag, at: event.position)
    }
    return tag == "!" || tag == own + "str"
  }
}
