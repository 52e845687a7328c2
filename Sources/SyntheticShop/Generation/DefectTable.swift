import Numerics

/// Draws the defect of a line, with one uniform number per line and, for most lines, one comparison.
struct DefectTable: Sendable {
  private let total: Double
  /// Every defect with the sum of the rates up to and including it.
  private let defects: [(dirt: InjectedDefect, cumulative: Double)]
}

extension DefectTable {
  init(_ rates: DefectRates) {
    var sum = 0.0
    defects = InjectedDefect.allCases.filter { $0 != .none && rates.rate(of: $0) > 0 }.map { dirt in
      sum += rates.rate(of: dirt)
      return (dirt, sum)
    }
    total = sum
  }

  func draw(_ random: inout PhiloxGenerator) -> InjectedDefect {
    let u = random.uniform()
    guard u < total else { return .none }
    return defects.first { u < $0.cumulative }?.dirt ?? .none
  }
}
