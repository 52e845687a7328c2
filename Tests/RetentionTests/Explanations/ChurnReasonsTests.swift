import Learning
import Numerics
import Retention
import Tables
import TestSupport
import Testing

@Suite("Reasons of all customers")
struct ChurnReasonsTests {
  private func matrix(_ rows: Int, _ value: (Int, Feature) -> Double) -> Matrix<Double> {
    Matrix(columns: Feature.allCases.map { feature in (0..<rows).map { value($0, feature) } })
  }

  private func wording(_ features: Matrix<some BinaryFloatingPoint>) throws -> ReasonWording {
    try ReasonWording(of: ToldFeatures(features), windowDays: 180, isNet: false, context: .serial)
  }

  private func sentences(
    _ contributions: Matrix<Double>, _ features: Matrix<Double>, _ logOdds: [Double], _ context: ExecutionContext
  ) throws -> [[String]] {
    try ChurnReasons.sentences(
      contributions: contributions, features: ToldFeatures(features), logOdds: logOdds, wording: wording(features),
      context: context,
      probability: { sigmoid($0) }
    ).all
  }

  @Test("points are what the probability loses without the idea's contribution, with its sign")
  func points() throws {
    let features = matrix(2) { row, feature in
      switch feature {
      case .recencyDays: [143, 5][row]
      case .orders90d: [0, 3][row]
      case .frequencyCount: [2, 8][row]
      default: 10
      }
    }
    // σ(.5) = .622; without recency σ(−.7) = .332, without orders σ(1.3) = .786, without baskets σ(.49) = .620.
    // σ(−4) = .0180; without recency σ(−2.5) = .0759; without orders σ(−4.05) = .0171.
    let contributions = matrix(2) { row, feature in
      switch feature {
      // Two columns of one idea.
      case .recencyDays: [0.9, -1.4][row]
      case .orders90d: [0.3, -0.1][row]
      case .frequencyCount: [-0.8, 0.05][row]
      case .basketSizeMean: [0.01, 0][row]
      default: 0
      }
    }
    #expect(
      try sentences(contributions, features, [0.5, -4], .serial) == [
        [
          "last order 143 days ago, 0 orders in the last 90 days (usual here: 74 and 1.5): raises the risk by 29 points",
          "2 orders in the last 180 days (usual here: 5): lowers the risk by 16 points", "",
        ],
        [
          "last order 5 days ago, 3 orders in the last 90 days (usual here: 74 and 1.5): lowers the risk by 6 points",
          "", "",
        ],
      ])
  }

  @Test("a customer at risk whose strongest idea lowers the risk is told that first; small ones say less than 1 point")
  func strongestLowers() throws {
    let features = matrix(2) { _, _ in 10 }
    let contributions = matrix(2) { row, feature in
      feature == .monetaryTotal ? [-2, 0.01][row] : feature == .returnRate ? [0.5, 0.001][row] : 0
    }
    // σ(1) = .731 of σ(3) = .953 and σ(.5) = .622: −22 and 11 points.
    let found = try sentences(contributions, features, [1, 1], .serial)
    #expect(
      found[0][0] == "spent 10 in the last 180 days (usual here: 10): lowers the risk by 22 points"
        && found[0][1].hasSuffix("(usual here: 1,000 %): raises the risk by 11 points"))
    #expect(
      found[1] == ["spent 10 in the last 180 days (usual here: 10): raises the risk by less than 1 point", "", ""])
    let one = try sentences(matrix(1) { _, f in f == .returnRate ? 0.05 : 0 }, matrix(1) { _, _ in 1 }, [0], .serial)
    #expect(one[0][0].hasSuffix("raises the risk by 1 point"))
  }

  @Test("where no gap is known, what models make of gaps counts for the number of orders")
  func withoutGaps() throws {
    let features = matrix(2) { row, feature in
      row == 0 && [.recencyCadenceRatio, .gapMean].contains(feature) ? .nan : 1
    }
    let contributions = matrix(2) { _, feature in
      feature == .gapMean ? 1 : feature == .recencyCadenceRatio ? 0.5 : feature == .frequencyCount ? 0.25 : 0
    }
    let found = try sentences(contributions, features, [0, 0], .serial)
    // σ(0) − σ(−1.75) = .352.
    #expect(found[0] == ["1 order in the last 180 days (usual here: 1): raises the risk by 35 points", "", ""])
    #expect(found[1].map { $0.contains("between orders") } == [true, false, false])
    #expect(found[1][1].contains("times the mean gap") && found[1][2].hasPrefix("1 order"))
  }

  @Test("of columns of the whole history, none is left out: the effects are those of all 60")
  func history() throws {
    var random = PhiloxGenerator(seed: 5)
    let (rows, columns) = (300, 60)
    let features = Matrix<Double>(columns: (0..<columns).map { _ in (0..<rows).map { _ in 9 * random.uniform() } })
    let contributions = Matrix<Double>(
      columns: (0..<columns).map { _ in (0..<rows).map { _ in 0.3 * random.normal() } })
    let odds = (0..<rows).map { _ in random.normal() }
    let found = try sentences(contributions, features, odds, .serial)
    let wording = try wording(features)
    for row in 0..<rows {
      var sums = [Double](repeating: 0, count: Idea.count)
      for column in 0..<columns { sums[Idea(column: column).rawValue] += contributions[row, column] }
      let effects = sums.map { sigmoid(odds[row]) - sigmoid(odds[row] - $0) }
      let best = Idea.allCases.max { abs(effects[$0.rawValue]) < abs(effects[$1.rawValue]) }!
      #expect(found[row][0].hasPrefix(wording.fact(best, of: ToldFeatures(features), row: row) + ": "))
      #expect(found[row][0].contains(effects[best.rawValue] > 0 ? "raises" : "lowers"))
      let points = Int((100 * abs(effects[best.rawValue])).rounded())
      #expect(found[row][0].hasSuffix(" \(points) point\(points == 1 ? "" : "s")"))
      let ideas = found[row].filter { !$0.isEmpty }.map { $0.split(separator: ":")[0].filter { !$0.isNumber } }
      #expect(Set(ideas).count == ideas.count)
    }
  }

  private let data = MadeRows.churn(1500, seed: 1)

  private func candidates() throws -> [FittedCandidate] {
    try ChurnFit(
      ChurnLearners.all(.balanced), rows: data.rows, calibration: .platt, part: { Int($0) % 5 }, context: .serial
    ).candidates
  }

  @Test("are those of the calibrated probability, for every model; whoever watches, on any number of threads")
  func fitted() throws {
    for candidate in try candidates() {
      let features = data.rows.features
      let odds = try candidate.model.logOdds(features, context: .serial)
      let contributions = try candidate.model.contributions(features, context: .serial)
      let probabilities = try candidate.probabilities(features, context: .serial)
      #expect(try candidate.probabilities(logOdds: odds, context: .serial) == probabilities)
      let wording = try wording(features)
      let reasons = try watched { context in
        try ChurnReasons(candidate, features: ToldFeatures(features), logOdds: odds, wording: wording, context: context)
      }
      #expect(reasons.sentences.count == 1500)
      let recency = Feature.allCases.indices.filter { Idea(column: $0) == .recency }
      let parts = (0..<1500).map { row in recency.reduce(0) { $0 + contributions[row, $1] } }
      let usual = try #require(quantile(0.5, of: parts))
      for row in 0..<50 {
        guard let own = reasons.sentences[row].first(where: { $0.hasPrefix("last order") }) else { continue }
        let effect = probabilities[row] - candidate.probability(logOdds: odds[row] - (parts[row] - usual))
        let points = Int((100 * abs(effect)).rounded())
        let size = abs(effect) < 0.01 ? "less than 1 point" : "\(points) point\(points == 1 ? "" : "s")"
        #expect(own.hasSuffix("\(effect > 0 ? "raises" : "lowers") the risk by \(size)"), "\(own) \(effect)")
      }
      // Recency is what the law of these rows is made of.
      #expect(reasons.sentences.all.count { $0[0].hasPrefix("last order") } > 1000)
    }
  }

  @Test("begin where what is usual begins: who has more than that of what raises the risk has a higher one for it")
  func besideTheUsual() throws {
    let candidate = try #require(try candidates().first { $0.name.hasPrefix("logistic") })
    let features = data.rows.features
    let odds = try candidate.model.logOdds(features, context: .serial)
    let reasons = try ChurnReasons(
      candidate, features: ToldFeatures(features), logOdds: odds, wording: wording(features), context: .serial)
    let days = features.column(Feature.recencyDays.rawValue)
    let (low, high) = (
      try #require(quantile(0.1, of: days.map(Double.init))), try #require(quantile(0.9, of: days.map(Double.init)))
    )
    var told = 0
    for row in 0..<1500 {
      guard let own = reasons.sentences[row].first(where: { $0.hasPrefix("last order") }) else { continue }
      // Other columns of the idea do not matter in these rows, up to noise.
      guard Double(days[row]) < low || Double(days[row]) > high else { continue }
      told += 1
      #expect(own.contains("raises") == (Double(days[row]) > high), "\(own)")
    }
    #expect(told > 100)
  }

  @Test("are the same in a file, and a folder without room for one is an error")
  func inFile() throws {
    let candidate = try #require(try candidates().first)
    let features = ToldFeatures(data.rows.features)
    let odds = try candidate.model.logOdds(data.rows.features, context: .serial)
    let wording = try wording(data.rows.features)
    let folder = try TemporaryFolder()
    let made = { (place: ColumnPlace) in
      try ChurnReasons(
        candidate, features: features, logOdds: odds, wording: wording, in: place, context: .threads(2))
    }
    #expect(try made(.file(folder: folder.path)) == made(.memory))
    #expect(throws: TableError.self) { _ = try made(.file(folder: "/nowhere/at/all")) }
  }

  @Test("no customers have no reasons; a model of fewer columns than there are explains by those")
  func edges() throws {
    let candidate = try #require(try candidates().first)
    let none = Matrix<Double>(rows: 0, columns: Feature.count)
    let reasons = try ChurnReasons(
      candidate, features: ToldFeatures(none), logOdds: [], wording: wording(none), context: .serial)
    #expect(reasons.sentences.count == 0 && reasons.sentences.all.isEmpty)
    let wide = Matrix<Double>(rows: 1, columns: 60, repeating: 3)
    let found = try sentences(matrix(1) { _, f in f == .recencyDays ? 1 : 0 }, wide, [0], .serial)
    #expect(found[0][0].hasPrefix("last order 3 days ago"))
    #expect(try sentences(matrix(1) { _, _ in 0 }, wide, [0], .serial) == [["", "", ""]])
  }

  @Test("can be cancelled")
  func cancellation() throws {
    let candidate = try #require(try candidates().first)
    let odds = try candidate.model.logOdds(data.rows.features, context: .serial)
    let wording = try wording(data.rows.features)
    expectCancelled { context in
      _ = try ChurnReasons(
        candidate, features: ToldFeatures(data.rows.features), logOdds: odds, wording: wording, context: context)
    }
  }
}
