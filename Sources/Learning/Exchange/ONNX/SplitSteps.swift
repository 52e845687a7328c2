/// A split as steps along the axis: left up to the first cut, right up to the second, and so on, or the other way round.
///
/// So splits of every kind, categories and zeros that are missing included, are rows of the test x ≤ cut, which every
/// reader of ONNX has and which says what a category's fraction, an infinity and a missing value do.
struct SplitSteps {
  /// Ascending; an infinite one parts numbers from missing values.
  let cuts: [Float]
  /// Side up to the first cut.
  let startsLeft: Bool
  let missingGoesLeft: Bool

  init(_ node: DecisionTree.Node) {
    if let categories = node.categories {
      self.init(Self.pieces(categories), missingGoesLeft: false)
      return
    }
    let threshold = floatNotAbove(node.threshold)
    switch node.missing {
    case .asZero:
      self.init(Self.pieces(threshold), missingGoesLeft: 0 <= threshold)
    case .nanIsMissing:
      self.init(Self.pieces(threshold), missingGoesLeft: node.defaultsLeft)
    case .zeroIsMissing:
      self.init(Self.pieces(threshold, zerosGoLeft: node.defaultsLeft), missingGoesLeft: node.defaultsLeft)
    }
  }

  /// - Parameter pieces: ascending, the last one up to infinity.
  private init(_ pieces: [Piece], missingGoesLeft: Bool) {
    let changes = zip(pieces, pieces.dropFirst()).filter { $0.goesLeft != $1.goesLeft }.map(\.0.end)
    startsLeft = pieces[0].goesLeft
    self.missingGoesLeft = missingGoesLeft
    // Without a change of sides the test must still find what is missing, unless that goes the same way.
    cuts = changes.isEmpty && startsLeft != missingGoesLeft ? [.infinity] : changes
  }

  /// Side behind the last cut.
  var endsLeft: Bool { startsLeft == cuts.count.isMultiple(of: 2) }

  func goesLeft(upToCut cut: Int) -> Bool { startsLeft == cut.isMultiple(of: 2) }

  // MARK: - Pieces

  /// Numbers behind the piece before, up to and with `end`.
  private struct Piece {
    let end: Float
    let goesLeft: Bool
  }

  private static func pieces(_ threshold: Float) -> [Piece] {
    Set([threshold, .infinity]).sorted().map { Piece(end: $0, goesLeft: $0 <= threshold) }
  }

  private static func pieces(_ threshold: Float, zerosGoLeft: Bool) -> [Piece] {
    let zero = Float(DecisionTree.Node.zeroThreshold)
    return Set([(-zero).nextDown, zero, threshold, .infinity]).sorted().map { end in
      Piece(end: end, goesLeft: end.magnitude <= zero ? zerosGoLeft : end <= threshold)
    }
  }

  /// Category c is c ≤ x < c + 1, but −1 < x < 1 for the first.
  private static func pieces(_ set: CategorySet) -> [Piece] {
    var pieces: [Piece] = []
    for category in set.categories {
      let before = category == 0 ? -1 : Float(category).nextDown
      if pieces.last?.end != before { pieces.append(Piece(end: before, goesLeft: false)) }
      pieces.append(Piece(end: Float(category + 1).nextDown, goesLeft: true))
    }
    return pieces + [Piece(end: .infinity, goesLeft: false)]
  }
}
