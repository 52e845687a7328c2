/// The folders of a module, and which of them name types or functions of others.
struct Rooms {
  /// Room → room → the names it uses of it, ascending.
  let uses: [String: [String: [String]]]

  init(_ module: ModuleSources) {
    let prefix = "Sources/\(module.name)/"
    let files = module.files.map { file in
      (room: String(file.path.dropFirst(prefix.count).prefix { $0 != "/" }), code: Self.code(file.text))
    }
    var owners: [String: Set<String>] = [:]
    for file in files {
      for name in Self.declarations(in: file.code) { owners[name, default: []].insert(file.room) }
    }
    var uses: [String: [String: Set<String>]] = [:]
    for file in files {
      uses[file.room, default: [:]].merge([:]) { $1 }
      for name in Self.names(in: file.code) {
        guard let owner = owners[name], owner.count == 1, let other = owner.first, other != file.room else { continue }
        uses[file.room, default: [:]][other, default: []].insert(name)
      }
    }
    self.uses = uses.mapValues { $0.mapValues { $0.sorted() } }
  }

  /// Rooms that use each other in a circle, however long, or that such rooms hang on.
  var circles: Set<String> {
    var left = Set(uses.keys)
    while let free = left.first(where: { room in left.isDisjoint(with: uses[room, default: [:]].keys) }) {
      left.remove(free)
    }
    return left
  }

  /// Without comments and string literals.
  private static func code(_ text: String) -> String {
    text.replacing(/"""[\s\S]*?"""/, with: "").replacing(/"(?:\\.|[^"\\\n])*"/, with: "").replacing(
      /\/\/[^\n]*/, with: "")
  }

  /// Types and functions of a file that others of the module can see.
  private static func declarations(in code: String) -> [String] {
    let declaration =
      /(?m)^(?:(?:public|package|internal|final|indirect) )*(?:struct|class|enum|protocol|actor|typealias|func) (\w+)/
    return code.matches(of: declaration).map { String($0.output.1) }
  }

  /// Identifiers, but for members behind a dot.
  private static func names(in code: String) -> Set<String> {
    Set(code.matches(of: /(\.?)\b([A-Za-z_]\w*)/).filter { $0.output.1.isEmpty }.map { String($0.output.2) })
  }
}
