/// The columns of the rows that models read: the 33 features, then those of the whole history and of the segments, where
/// models read them.
package struct ModelColumns: Sendable, Hashable {
  /// Whether the features of the whole history follow those of the window.
  package let hasHistory: Bool
  /// Name of the segment of each of the last columns, which are 1 for its customers and 0 for all others.
  package let segments: [String]

  package init(history: Bool, segments: [String] = []) {
    hasHistory = history
    self.segments = segments
  }

  /// Those of `count` columns without segments.
  package init(_ count: Int) { self.init(history: count > Feature.count) }

  /// The first column of a segment.
  package var firstSegment: Int { Feature.count + (hasHistory ? HistoryFeature.count : 0) }

  package var count: Int { firstSegment + segments.count }

  /// One per column, each once, without spaces.
  package var names: [String] {
    var names = Feature.allCases.map(\.name) + (hasHistory ? HistoryFeature.allCases.map(\.name) : [])
    var taken: Set<String> = []
    for segment in segments {
      let name = Self.name(ofSegment: segment)
      var (unique, number) = (name, 1)
      while !taken.insert(unique).inserted {
        number += 1
        unique = "\(name)_\(number)"
      }
      names.append(unique)
    }
    return names
  }

  /// Model files separate names by spaces, and JSON's punctuation is not allowed in LightGBM's.
  private static func name(ofSegment segment: String) -> String {
    let words = segment.lowercased().split { !$0.isLetter && !$0.isNumber }
    return (["segment"] + words.map(String.init)).joined(separator: "_")
  }
}

/// The segments that models read as columns.
package struct SegmentColumns: Sendable {
  /// In the order of the columns.
  package let names: [String]
  /// The place in `names` of the segment of each customer, as known at a snapshot; −1 for another one or none.
  package let places: @Sendable (_ customers: [Int32], _ snapshot: Snapshot) -> [Int32]

  package init(
    names: [String], places: @escaping @Sendable (_ customers: [Int32], _ snapshot: Snapshot) -> [Int32]
  ) {
    self.names = names
    self.places = places
  }
}
