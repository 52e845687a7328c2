import Numerics

extension ONNXGraph {
  /// Calibrated probabilities, rows × 1 in double precision.
  ///
  /// - Parameter logOdds: name of the log-odds, rows × 1 in double precision.
  /// - Returns: their name.
  mutating func add(_ calibrator: Calibrator, logOdds: String) -> String {
    switch calibrator {
    case .identity:
      return add("Sigmoid", [logOdds], as: "exact_positive")
    case .platt(let slope, let intercept):
      let bound = boundedLogit(1)
      let bounded = add(
        "Clip",
        [logOdds, constant("least_log_odds", .doubles([-bound])), constant("most_log_odds", .doubles([bound]))],
        as: "bounded_log_odds")
      let scaled = add("Mul", [bounded, constant("slope", .doubles([slope]))], as: "scaled_log_odds")
      let moved = add("Add", [scaled, constant("intercept", .doubles([intercept]))], as: "calibrated_log_odds")
      return add("Sigmoid", [moved], as: "exact_positive")
    case .isotonic(let knots):
      return addInterpolation(knots, of: add("Sigmoid", [logOdds], as: "uncalibrated"))
    }
  }

  /// From the first knot upwards, what each gap between two knots adds: its slope × how far the probability has come in
  /// it. The sum over gaps is a product of matrices.
  private mutating func addInterpolation(_ knots: [Calibrator.Knot], of probability: String) -> String {
    guard let first = knots.first else { return probability }
    let gaps = zip(knots, knots.dropFirst())
    let count = knots.count - 1
    // One knot is a gap without a width, and adds nothing.
    let lows = count > 0 ? gaps.map(\.0.probability) : [first.probability]
    let highs = count > 0 ? gaps.map(\.1.probability) : [first.probability]
    let slopes =
      count > 0
      ? gaps.map { ($1.calibrated - $0.calibrated) / ($1.probability - $0.probability) } : [0]
    let low = constant("gap_starts", .doubles(lows), shape: [1, lows.count])
    let high = constant("gap_ends", .doubles(highs), shape: [1, highs.count])
    let above = add("Max", [probability, low], as: "above_start")
    let within = add("Min", [above, high], as: "within_gap")
    let way = add("Sub", [within, low], as: "way_in_gap")
    let risen = add(
      "MatMul", [way, constant("gap_slopes", .doubles(slopes), shape: [slopes.count, 1])], as: "risen")
    return add("Add", [risen, constant("first_level", .doubles([first.calibrated]))], as: "exact_positive")
  }
}
