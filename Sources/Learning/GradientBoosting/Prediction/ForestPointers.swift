/// The arrays of a forest, and one block of rows, as the kernels read them.
struct ForestPointers {
  let words: UnsafePointer<CompactForest.LeafWord>
  let tests: UnsafePointer<CompactForest.LeafTest>
  let categoryTests: UnsafePointer<CompactForest.CategoryTest>
  let categoryWords: UnsafePointer<UInt32>
  let walkNodes: UnsafePointer<CompactForest.WalkNode>
  let leaves: UnsafePointer<Double>
  /// The values of 64 rows, feature by feature.
  let block: UnsafePointer<ValueLanes>
}

extension CompactForest {
  /// - Parameter block: features × 64 values.
  func withPointers(_ block: UnsafePointer<ValueLanes>, _ body: (ForestPointers) -> Void) {
    words.withUnsafeBufferPointer { words in
      tests.withUnsafeBufferPointer { tests in
        categoryTests.withUnsafeBufferPointer { categoryTests in
          categoryWords.withUnsafeBufferPointer { categoryWords in
            walkNodes.withUnsafeBufferPointer { walkNodes in
              leaves.withUnsafeBufferPointer { leaves in
                body(
                  ForestPointers(
                    words: words.baseAddress!, tests: tests.baseAddress!, categoryTests: categoryTests.baseAddress!,
                    categoryWords: categoryWords.baseAddress!, walkNodes: walkNodes.baseAddress!,
                    leaves: leaves.baseAddress!, block: block))
              }
            }
          }
        }
      }
    }
  }
}
