/// Which folders of a module use names that other folders declare.
///
/// Counted are types and free functions that are declared at the top level of a file, not private, and declared in one
/// folder only. A folder that declares a name itself, at any depth, is assumed to mean its own.
struct FolderGraph {
  /// A name of another folder, and a file that uses it.
  struct Use: Hashable {
    let name: String
    let file: String
  }

  let folders: [String]
  /// Uses by the folder that uses a name, then by the folder that declares it.
  private(set) var uses: [String: [String: [Use]]] = [:]

  /// - Parameter files: all files of a module, with paths relative to its folder.
  init(_ files: [(path: String, text: String)]) {
    let sources = files.map { Source(path: $0.path, text: $0.text) }
    folders = Set(sources.map(\.folder)).sorted()
    var homes: [Symbol: Set<String>] = [:]
    var own: [String: Set<String>] = [:]
    for source in sources {
      for symbol in source.declared { homes[symbol, default: []].insert(source.folder) }
      own[source.folder, default: []].formUnion(source.ownNames)
    }
    for source in sources {
      for symbol in source.used.sorted() where !own[source.folder, default: []].contains(symbol.name) {
        guard let home = homes[symbol], home.count == 1, let folder = home.first else { continue }
        uses[source.folder, default: [:]][folder, default: []].append(Use(name: symbol.name, file: source.file))
      }
    }
  }

  /// Groups of folders that all depend on each other, directly or indirectly.
  var circles: [[String]] {
    let reached = Dictionary(uniqueKeysWithValues: folders.map { ($0, reachable(from: $0)) })
    var grouped: Set<String> = []
    return folders.compactMap { folder in
      guard !grouped.contains(folder), reached[folder]!.contains(folder) else { return nil }
      let group = folders.filter { reached[folder]!.contains($0) && reached[$0]!.contains(folder) }
      grouped.formUnion(group)
      return group
    }
  }

  private func reachable(from start: String) -> Set<String> {
    var reached: Set<String> = []
    var open = [start]
    while let folder = open.popLast() {
      for next in (uses[folder] ?? [:]).keys where reached.insert(next).inserted { open.append(next) }
    }
    return reached
  }

  /// A message about a cycle: which folder uses which names of which other.
  func description(of circle: [String]) -> String {
    circle.flatMap { folder in
      circle.compactMap { other in
        guard let uses = uses[folder]?[other] else { return nil }
        let names = Dictionary(grouping: uses, by: \.name).sorted { $0.key < $1.key }
        let shown = names.prefix(4).map { "\($0.key) (\($0.value[0].file))" } + (names.count > 4 ? ["…"] : [])
        return "\(folder) names of \(other): \(shown.joined(separator: ", "))"
      }
    }.joined(separator: "\n")
  }
}

private struct Symbol: Hashable, Comparable {
  let name: String
  let isFunction: Bool

  static func < (left: Symbol, right: Symbol) -> Bool { left.name < right.name }
}

/// The names that a file declares and uses.
private struct Source {
  let folder: String
  let file: String
  /// Declared at the top level, and not private.
  private(set) var declared: Set<Symbol> = []
  /// Declared at any depth.
  private(set) var ownNames: Set<String> = []
  private(set) var used: Set<Symbol> = []

  private static let types: Set = ["struct", "class", "enum", "protocol", "actor", "typealias", "associatedtype"]

  init(path: String, text: String) {
    let parts = path.split(separator: "/").map(String.init)
    folder = parts.count > 1 ? parts[0] : "(no folder)"
    file = parts[parts.count - 1]
    let tokens = SwiftTokens(text).tokens
    var isPrivate = false
    for (index, token) in tokens.enumerated() {
      if token.text == "private" || token.text == "fileprivate" { isPrivate = true }
      let before = index > 0 ? tokens[index - 1].text : ""
      let isType = Self.types.contains(before)
      if isType || before == "func" {
        ownNames.insert(token.text)
        if token.depth == 0, !isPrivate { declared.insert(Symbol(name: token.text, isFunction: !isType)) }
        isPrivate = false
      } else if !token.isMember {
        used.insert(Symbol(name: token.text, isFunction: false))
        if token.isCalled { used.insert(Symbol(name: token.text, isFunction: true)) }
        if ["var", "let", "extension", "init", "import", "case"].contains(token.text) { isPrivate = false }
      }
    }
  }
}
