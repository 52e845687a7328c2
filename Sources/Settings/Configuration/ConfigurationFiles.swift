import Foundation
import Text

/// Reads configuration files with what they extend, in the order in which they apply.
struct ConfigurationFiles {
  /// Far above any real chain of `extends`, and a bound on chains that double at every step.
  static let limit = 64

  let presetFolders: [String]
  private(set) var layers: [Layer] = []
  /// Files that are being read, outermost first, to find circles.
  private var open: [String] = []
  private var count = 0

  /// A file's own entries, without `extends`.
  struct Layer {
    let entries: [YAMLEntry]
  }

  init(presetFolders: [String]) {
    self.presetFolders = presetFolders
  }

  /// - Parameters:
  ///   - name: a path or a preset's name.
  ///   - requester: the `extends` that names it; nil for the command line.
  mutating func add(_ name: String, requester: SourcePosition?) throws(SettingsError) {
    let path = try path(of: name, requester: requester)
    let identity = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    if let requester, let first = open.firstIndex(of: identity) {
      throw .extendsCycle(files: open[first...] + [identity], at: requester)
    }
    count += 1
    if let requester, count > Self.limit { throw .limitExceeded(.files(Self.limit), at: requester) }
    open.append(identity)
    try read(path)
    open.removeLast()
  }

  private mutating func read(_ path: String) throws(SettingsError) {
    let root = try readYAML(file: path)
    guard !root.isNull else { return }
    let entries = try root.entries("the file")
    if let extends = entries.first(where: { $0.key == "extends" })?.value {
      for base in try extendedNames(extends) {
        try add(try base.string("extends"), requester: base.position)
      }
    }
    layers.append(Layer(entries: entries.filter { $0.key != "extends" }))
  }

  private func extendedNames(_ node: YAMLNode) throws(SettingsError) -> [YAMLNode] {
    switch node.content {
    case .sequence(let items): return items
    case .scalar where !node.isNull: return [node]
    default: throw node.wrongType("extends", expected: "the name of a file or preset, or a list of names")
    }
  }
}

// MARK: - Paths and presets

extension ConfigurationFiles {
  private func path(of name: String, requester: SourcePosition?) throws(SettingsError) -> String {
    if isPresetName(name) { return try presetPath(name, requester: requester) }
    guard !name.hasPrefix("/"), let file = requester?.file else { return name }
    let folder = (file as NSString).deletingLastPathComponent
    return folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
  }

  private func isPresetName(_ name: String) -> Bool {
    !name.contains("/") && ![".yaml", ".yml", ".json"].contains { name.lowercased().hasSuffix($0) }
  }

  private func presetPath(_ name: String, requester: SourcePosition?) throws(SettingsError) -> String {
    for folder in presetFolders {
      let path = (folder as NSString).appendingPathComponent(name + ".yaml")
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    let known = knownPresets()
    throw .unknownPreset(name: name, nearest: nearestName(to: name, in: known), known: known, at: requester)
  }

  private func knownPresets() -> [String] {
    let files = presetFolders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    return Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }).sorted()
  }
}
