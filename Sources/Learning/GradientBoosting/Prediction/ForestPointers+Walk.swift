extension ForestPointers {
  /// - Returns: place of the leaf that a row of the block falls in.
  func walk(from root: Int32, _ row: Int) -> Int {
    var place = root
    let values = UnsafeRawPointer(block).assumingMemoryBound(to: Float.self) + row
    while place >= 0 {
      let node = walkNodes[Int(place)]
      let isRight = goesRight(values[Int(node.feature) * CompactForest.blockRows], node)
      place = isRight ? node.right : node.left
    }
    return Int(~place)
  }

  @inline(__always)
  private func goesRight(_ value: Float, _ node: CompactForest.WalkNode) -> Bool {
    switch node.rule {
    case .missingLeft: value > node.threshold
    case .missingRight: !(value <= node.threshold)
    case .zeroLeft: value > node.threshold && value.magnitude > 1e-35
    case .zeroRight: !(value <= node.threshold && value.magnitude > 1e-35)
    case .category: !contains(value, CompactForest.CategoryPlace(firstWord: node.firstWord, end: node.threshold))
    }
  }

  @inline(__always)
  func contains(_ value: Float, _ set: CompactForest.CategoryPlace) -> Bool {
    guard value > -1 && value < set.end else { return false }
    let category = Int32(value)
    return categoryWords[Int(set.firstWord + category >> 5)] >> UInt32(category & 31) & 1 == 1
  }
}
