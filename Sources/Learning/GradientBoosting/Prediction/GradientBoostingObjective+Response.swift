import Numerics

extension GradientBoostingObjective {
  /// Turns raw scores (in) into responses (out).
  func respond(to scores: inout [Double], context: ExecutionContext) throws(Cancelled) {
    try scores.withUnsafeMutableBufferPointer { buffer throws(Cancelled) in
      nonisolated(unsafe) let scores = buffer
      try context.forEachChunk(of: scores.count) { rows in
        let rows = UnsafeMutableBufferPointer(rebasing: scores[rows])
        switch self {
        case .logistic: Self.toProbabilities(rows)
        case .squaredError, .quantile, .tweedie: loss.respond(to: rows)
        }
      }
    }
  }

  /// Log-odds (in) to probabilities (out). The last rows go through lanes as well, so that a probability does not depend
  /// on where its row stands.
  private static func toProbabilities(_ scores: UnsafeMutableBufferPointer<Double>) {
    let full = scores.count / Lanes.scalarCount * Lanes.scalarCount
    for first in stride(from: 0, to: full, by: Lanes.scalarCount) {
      let place = UnsafeMutableRawPointer(scores.baseAddress! + first)
      place.storeBytes(of: sigmoid(place.loadUnaligned(as: Lanes.self)), as: Lanes.self)
    }
    for row in full..<scores.count { scores[row] = sigmoid(Lanes(repeating: scores[row]))[0] }
  }
}

extension BoostingLoss {
  fileprivate func respond(to scores: UnsafeMutableBufferPointer<Double>) {
    for row in scores.indices { scores[row] = response(scores[row]) }
  }
}
