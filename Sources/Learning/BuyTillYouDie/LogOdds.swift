import Numerics

/// What the log odds of having dropped out say.
struct LogOdds {
  let lost: Lanes
  let kept: Lanes
  /// ln (1 + odds).
  let logTotal: Lanes

  @inline(__always)
  init(_ logOdds: Lanes) {
    let isLikely = logOdds .> Lanes.zero
    let smaller = expOfNonPositive(logOdds.replacing(with: -logOdds, where: isLikely))
    let more = 1 / (1 + smaller)
    let less = smaller * more
    lost = less.replacing(with: more, where: isLikely)
    kept = more.replacing(with: less, where: isLikely)
    logTotal = Lanes.zero.replacing(with: logOdds, where: isLikely) + log1pOfUnit(smaller)
  }
}
