package import Settings

/// A model or an allocation: a built-in implementation and the parameters for it.
package struct ResolvedDefinition: Sendable, Hashable {
  /// What the plugin replaces.
  package let kind: PluginKind
  /// Name of the plugin itself.
  package let name: String
  /// Name of the built-in plugin at the end of the chain of `uses`.
  package let implementation: String
  /// The parameters of the whole chain, of which the plugin's own win. Each node knows its place in its file.
  package let parameters: [String: YAMLNode]
  /// Names of the chain, from the plugin itself to the built-in one.
  package let chain: [String]
}

/// Lays `upper` over `lower`: mappings are merged key by key, everything else is replaced.
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
