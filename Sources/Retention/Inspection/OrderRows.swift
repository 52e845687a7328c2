import Foundation

/// The rows that were looked at, by order.
struct OrderRows: Sendable {
  /// By row: a number from 0 on; −1 where the row has no order.
  let order: [Int32]
  /// Rows by order.
  let rows: [Int]

  /// - Parameter column: of order ids; nil where every row is an order of its own.
  init(_ profile: FileProfile, column: Int?) {
    guard let column else {
      order = (0..<profile.rows).map { Int32($0) }
      rows = [Int](repeating: 1, count: profile.rows)
      return
    }
    let sample = profile.samples[column]
    order = sample.codes.map { max($0, -1) }
    rows = sample.counts
  }

  /// Whether no order has a second row.
  var areSingle: Bool { rows.allSatisfy { $0 <= 1 } }
}

extension OrderRows {
  /// How sure something is.
  enum Certainty: Int, Comparable {
    case no, likely, sure

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Whether the order decides the number: it is the same on all lines of an order of several, or stands on one of
  /// them, and differs between orders.
  ///
  /// - Parameter product: by row: the code of its product; lines of one product may well have one amount.
  func decide(_ numbers: SampledNumbers, product: [Int32]?) -> Certainty {
    var first = [Int](repeating: -1, count: rows.count)
    var numberCount = [Int](repeating: 0, count: rows.count)
    var isEqual = [Bool](repeating: true, count: rows.count)
    var repeats = 0
    for (row, value) in numbers.values.enumerated() where order[row] >= 0 && !value.isNaN {
      let code = Int(order[row])
      numberCount[code] += 1
      guard first[code] >= 0 else {
        first[code] = row
        continue
      }
      if value != numbers.values[first[code]] {
        isEqual[code] = false
      } else if product.map({ $0[row] != $0[first[code]] }) ?? true {
        repeats += 1
      }
    }
    let several = rows.indices.filter { rows[$0] > 1 && numberCount[$0] > 0 }
    let full = several.filter { numberCount[$0] > 1 }
    let once = several.count - full.count
    // On the first line of each order only: the others are blank.
    if once > 0, once * 10 >= several.count * 9 { return once > 1 ? .sure : .likely }
    guard repeats > 0, full.count { isEqual[$0] } * 100 >= full.count * 95 else { return .no }
    let chance = pow(Self.coincidence(first.filter { $0 >= 0 }.map { numbers.values[$0] }), Double(repeats))
    return chance < 0.1 ? .sure : chance < 0.5 ? .likely : .no
  }

  /// How often two orders have the same number.
  private static func coincidence(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    var (pairs, run) = (0.0, 0.0)
    for (index, number) in sorted.enumerated() {
      run = index > 0 && sorted[index - 1] == number ? run + 1 : 0
      pairs += run
    }
    let count = Double(numbers.count)
    return max(1 / (count + 1), count > 1 ? pairs / (count * (count - 1) / 2) : 1)
  }

  /// Whether the numbers are those of the lines within each order: 1, 2, 3.
  func areCounted(by numbers: SampledNumbers) -> Certainty {
    guard numbers.areWhole else { return .no }
    var seen = [Int](repeating: 0, count: rows.count)
    var isCounted = [Bool](repeating: true, count: rows.count)
    var sums = [Double](repeating: 0, count: rows.count)
    var squares = sums
    for (row, value) in numbers.values.enumerated() where order[row] >= 0 {
      let code = Int(order[row])
      seen[code] += 1
      sums[code] += value
      squares[code] += value * value
      // Each from 1 to the number of lines once, in whatever order: judged by range and sums.
      if !(value >= 1 && value <= Double(rows[code])) { isCounted[code] = false }
    }
    var (steps, counted, orders) = (0, 0, 0)
    for code in rows.indices where seen[code] > 0 {
      let lines = Double(seen[code])
      let fits =
        isCounted[code] && sums[code] == lines * (lines + 1) / 2
        && squares[code] == lines * (lines + 1) * (2 * lines + 1) / 6
      orders += 1
      if fits { counted += 1 }
      if fits, seen[code] > 1 { steps += seen[code] - 1 }
    }
    guard steps > 0, counted * 10 >= orders * 9 else { return .no }
    return steps >= 4 ? .sure : .likely
  }

  /// The sum of numbers that count once for each order: the first of it.
  func sumOnce(_ numbers: SampledNumbers) -> Double {
    var isCounted = [Bool](repeating: false, count: rows.count)
    var sum = 0.0
    for (row, value) in numbers.values.enumerated() where !value.isNaN {
      let code = Int(order[row])
      if code >= 0 {
        if isCounted[code] { continue }
        isCounted[code] = true
      }
      sum += value
    }
    return sum
  }
}
