extension SegmentationSettings.DuplicateNames {
  /// Labels of clusters, some of which have the same name.
  ///
  /// - Parameter names: one for each cluster.
  /// - Returns: a label for each cluster. With `merge` the names as they are, so that clusters of one name are one
  ///   segment; with `number`, names that occur more than once get ` 1`, ` 2`, … in the order of the clusters.
  package func labels(for names: [String]) -> [String] {
    switch self {
    case .merge: return names
    case .number:
      let counts = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      var taken = Set(counts.keys)
      return names.map { name in
        guard counts[name, default: 0] > 1 else { return name }
        // A rule may itself be called `At Risk 1`.
        let label = (1...).lazy.map { "\(name) \($0)" }.first { !taken.contains($0) }!
        taken.insert(label)
        return label
      }
    }
  }
}
