import Learning
import Numerics
import Testing

@Suite("Logistic regression on hard data") struct LogisticRegressionHardCasesTests {
  typealias Basic = LogisticRegressionTests
  private let sample = LogisticSample(rows: 2000, coefficients: [1, -0.5], intercept: 0.3, seed: 9)

  // MARK: - Separation

  @Test("half-separated data is reported and not called converged without a penalty")
  func quasiSeparation() throws {
    let model = try Basic.fit(.none, Basic.halfSeparated.features, Basic.halfSeparated.labels)
    #expect(model.separation == .quasiComplete(feature: 0))
    #expect(!model.converged)
    #expect(model.coefficients[0] > 5)
  }

  @Test("complete separation names the feature, with any penalty")
  func completeSeparation() throws {
    let x = (0..<40).map { Double($0) }
    let noise = (0..<40).map { Double(($0 * 17) % 11) }
    let y = x.map { $0 < 20 ? 0.0 : 1 }
    for penalty in [LogisticRegressionSettings.Penalty.none, .ridge(strength: 1), .firth] {
      let model = try Basic.fit(penalty, Matrix(columns: [noise, x]), y)
      #expect(model.separation == .complete(feature: 1))
      #expect(model.converged == (penalty != .none))
      #expect(model.coefficients.allSatisfy { $0.isFinite })
    }
  }

  @Test("a separation that needs two features is found without a penalty")
  func obliqueSeparation() throws {
    // y = 1 above the line a = b, 0 below it, both classes on it.
    let a = (0..<60).map { Double($0 % 10) }
    let b = (0..<60).map { Double(($0 * 7 + $0 / 10) % 10) }
    let y = zip(a, b).enumerated().map { index, pair in
      pair.0 == pair.1 ? Double(index % 2) : pair.0 > pair.1 ? 1.0 : 0
    }
    #expect(zip(a, b).contains { $0 == $1 })
    let model = try Basic.fit(.none, Matrix(columns: [a, b]), y)
    guard case .quasiComplete = model.separation else {
      Issue.record("found \(model.separation)")
      return
    }
    #expect(!model.converged)
  }

  @Test("overlapping classes are not called separated")
  func noFalseAlarm() throws {
    for penalty in [LogisticRegressionSettings.Penalty.none, .ridge(strength: 1), .firth] {
      let model = try Basic.fit(penalty, sample.features, sample.labels)
      #expect(model.separation == .none)
    }
  }

  // MARK: - Rank deficiency

  @Test("constant and duplicated features get no coefficient and do not disturb the others")
  func rankDeficiency() throws {
    let wide = Matrix(columns: [
      sample.features.column(0), [Double](repeating: 7.3, count: 2000), sample.features.column(1),
      sample.features.column(0).map { 3 - 2 * $0 },
    ])
    for penalty in [LogisticRegressionSettings.Penalty.none, .firth] {
      let plain = try Basic.fit(penalty, sample.features, sample.labels)
      let model = try Basic.fit(penalty, wide, sample.labels)
      #expect(model.aliasedFeatures == [1, 3])
      #expect(model.coefficients[1] == 0 && model.coefficients[3] == 0)
      #expect(abs(model.coefficients[0] - plain.coefficients[0]) < 1e-9)
      #expect(abs(model.coefficients[2] - plain.coefficients[1]) < 1e-9)
      let errors = try #require(model.standardErrors)
      #expect(errors[3] == 0)
    }
  }

  @Test("a ridge shares a coefficient between equal features")
  func ridgeOnDuplicates() throws {
    let twice = Matrix(columns: [sample.features.column(0), sample.features.column(0)])
    let model = try Basic.fit(.ridge(strength: 1), twice, sample.labels)
    #expect(model.aliasedFeatures.isEmpty)
    #expect(abs(model.coefficients[0] - model.coefficients[1]) < 1e-9)
  }

  @Test("more features than rows are fitted without failing")
  func wide() throws {
    let few = LogisticSample(rows: 12, coefficients: [Double](repeating: 0.1, count: 30), intercept: 0, seed: 4)
    let labels = (0..<12).map { Double($0 % 2) }
    for penalty in [LogisticRegressionSettings.Penalty.none, .ridge(strength: 1)] {
      let model = try Basic.fit(penalty, few.features, labels)
      #expect(model.coefficients.allSatisfy { $0.isFinite })
      #expect(model.separation != .none)
    }
  }

  // MARK: - Bad input

  @Test("bad input is refused with the place of it")
  func badInput() throws {
    let x = Matrix<Double>(columns: [[1, 2, 3, 4], [0, .nan, 1, 1]])
    let clean = Matrix<Double>(columns: [[1, 2, 3, 4]])
    func error(
      _ features: Matrix<Double>, _ labels: [Double], _ weights: [Double]? = nil
    ) -> LogisticRegressionError? {
      #expect(throws: LogisticRegressionError.self) { try Basic.fit(.none, features, labels, weights: weights) }
    }
    #expect(error(clean, [0, 1, 2, 0]) == .labelNotBinary(row: 2, found: 2))
    #expect(error(clean, [0, 0, 0, 0]) == .singleClass(label: 0))
    #expect(error(clean, [0, 1, 1, 1], [0, 1, 1, 1]) == .singleClass(label: 1))
    #expect(error(clean, [0, 1]) == .lengthMismatch(what: "labels", found: 2, rows: 4))
    #expect(error(clean, [0, 1, 0, 1], [1, 1, -1, 1]) == .invalidWeight(row: 2, found: -1))
    #expect(error(Matrix(rows: 0, columns: 1), []) == .noRows)
    #expect(error(x, [0, 1, 0, 1])?.description.contains("feature 1 of row 1 is nan") == true)
    #expect(error(x, [0, 1, 0, 1], [1, 0, 1, 1])?.description.contains("feature 1 of row 1") == true)
  }

  @Test("infinite or missing features, labels and weights are refused", arguments: [Double.infinity, -.infinity, .nan])
  func nonFinite(value: Double) throws {
    let clean = Matrix<Double>(columns: [[1, 2, 3, 4]])
    for (features, labels, weights) in [
      (Matrix(columns: [[1, 2, value, 4]]), [0.0, 1, 0, 1], [1.0, 1, 1, 1]), (clean, [0, value, 0, 1], [1, 1, 1, 1]),
      (clean, [0, 1, 0, 1], [1, 1, 1, value]),
    ] {
      #expect(throws: LogisticRegressionError.self) { try Basic.fit(.none, features, labels, weights: weights) }
    }
  }

  @Test("settings out of range are refused")
  func badSettings() {
    #expect(throws: LogisticRegressionError.self) {
      try LogisticRegressionSettings(penalty: .ridge(strength: -1)).validated()
    }
    #expect(throws: LogisticRegressionError.self) { try LogisticRegressionSettings(maxIterations: 0).validated() }
    #expect(throws: LogisticRegressionError.self) { try LogisticRegressionSettings(tolerance: .nan).validated() }
  }
}
