/// Where a part's relationships point to (Open Packaging Conventions).
final class Relationships: XMLHandler {
  /// By id: the last word of the relation's type, and the part.
  private(set) var byID: [String: (type: String, part: String)] = [:]
  private let folder: [Substring]

  private init(folder: [Substring]) { self.folder = folder }

  /// - Parameter part: the part whose relationships to read; empty for the package's own.
  static func reading(of part: String, in archive: ZipArchive) throws(TableError) -> Relationships {
    let steps = part.split(separator: "/")
    let relationships = Relationships(folder: Array(steps.dropLast()))
    let name = (steps.dropLast() + ["_rels", (steps.last ?? "") + ".rels"]).joined(separator: "/")
    try parseXML(try archive.open(name), into: relationships, ahead: false)
    return relationships
  }

  func part(ofType type: String) -> String? {
    // The smallest id, so that a part with several does not give another one each time.
    byID.filter { $0.value.type == type }.min { $0.key < $1.key }?.value.part
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name.equals("Relationship"), byID.count < 10_000, attributes.value("TargetMode") != "External",
      let id = attributes.value("Id"), let target = attributes.value("Target"), let type = attributes.value("Type")
    else { return }
    byID[id] = (String(type.split(separator: "/").last ?? ""), resolved(target))
  }

  /// An absolute target, or one from the part's folder on.
  private func resolved(_ target: String) -> String {
    var steps = target.hasPrefix("/") ? [] : folder
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }
}
