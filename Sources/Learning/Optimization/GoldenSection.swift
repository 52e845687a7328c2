/// Where a function with one minimum is smallest, by golden-section search (Kiefer 1953).
///
/// - Parameters:
///   - range: finite; searched down to a piece of length `tolerance`.
///   - function: called once for each step.
package func goldenSectionMinimum<Failure: Error>(
  in range: ClosedRange<Double>, tolerance: Double, of function: (Double) throws(Failure) -> Double
) throws(Failure) -> Double {
  let golden = (5.0.squareRoot() - 1) / 2
  var (low, high) = (range.lowerBound, range.upperBound)
  var (left, right) = (high - golden * (high - low), low + golden * (high - low))
  var (atLeft, atRight) = (try function(left), try function(right))
  while high - low > tolerance {
    if atLeft <= atRight {
      (high, right, atRight) = (right, left, atLeft)
      left = high - golden * (high - low)
      atLeft = try function(left)
    } else {
      (low, left, atLeft) = (left, right, atRight)
      right = low + golden * (high - low)
      atRight = try function(right)
    }
  }
  return (low + high) / 2
}
