public import Settings

/// A model or an allocation: which built-in implementation, with which parameters.
public struct ResolvedDefinition: Sendable, Hashable {
  public let kind: PluginKind
  public let name: String
  /// Name of the built-in plugin at the end of the chain of `uses`.
  public let implementation: String
  /// Those of the chain laid over one another, the plugin's own on top. Nodes know their place in their file.
  public let parameters: [String: YAMLNode]
  /// Names from the plugin itself to the built-in one.
  public let chain: [String]
}

/// Mappings are merged key by key, everything else is replaced.
func merged(_ lower: [String: YAMLNode], under upper: [String: YAMLNode]) -> [String: YAMLNode] {
  lower.merging(upper) { merged($0, under: $1) }
}

private func merged(_ lower: YAMLNode, under upper: YAMLNode) -> YAMLNode {
  guard case .mapping(let below) = lower.content, case .mapping(let above) = upper.content else { return upper }
  let kept = below.map { entry in
    above.first { $0.key == entry.key }.map {
      YAMLEntry(key: $0.key, at: $0.keyPosition, value: merged(entry.value, under: $0.value))
    } ?? entry
  }
  let added = above.filter { entry in !below.contains { $0.key == entry.key } }
  return YAMLNode(.mapping(kept + added), at: upper.position)
}
