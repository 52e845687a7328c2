import Learning
import Numerics
import PluginContracts
import PluginHost
import Retention
import Settings
import TestSupport
import Testing

@Suite("Contracts of plugins") struct BuiltInContractTests {
  private let registry: PluginRegistry
  private let check = ContractCheck()

  init() throws { registry = try PluginRegistry() }

  private func configuration(_ yaml: String) throws -> Configuration {
    try RetentionParameters.catalog.resolve(yaml: yaml)
  }

  @Test(
    "every built-in plugin fulfills the contract of its kind",
    arguments: BuiltInPlugin.all.map { ($0.kind, $0.name) })
  func builtIn(kind: PluginKind, name: String) throws {
    switch kind {
    case .churn:
      let yaml = "churn: {models: [\(name)], gbdt: {num_trees: 30}}"
      for candidate in try registry.churnCandidates(configuration(yaml), seed: 3) {
        guard case .learner(let learner) = candidate.kind else { continue }
        #expect(check.breaches(of: learner) == [])
      }
    case .clv:
      let histories = try CustomerHistories(sorting: MadeShop.lines(customers: 400), context: .serial)
      let models = try registry.lifetimeValueCandidates(
        configuration("clv: {models: [\(name)], gbdt: {num_trees: 30}}"), histories: histories, seed: 3)
      #expect(check.breaches(of: models[0].learner) == [])
    case .segmentation:
      let yaml = "segmentation: {algorithm: \(name), n_init: 2, bootstrap_samples: 2}"
      #expect(check.breaches(of: try registry.segmentation(configuration(yaml), seed: 3).learner) == [])
    case .allocation:
      let yaml = "allocation: {strategy: \(name)}"
      #expect(check.breaches(of: try registry.allocationStrategy(configuration(yaml)).strategy) == [])
    case .naming:
      #expect(check.breaches(of: try registry.naming(named: name)) == [])
    case .strategy:
      #expect(try !registry.strategyBook(named: name).strategies.isEmpty)
    }
  }

  /// A churn model with one fault.
  private struct Broken: ChurnLearner, ChurnModel {
    enum Fault { case infinite, short, shares, fails, threads }
    let fault: Fault

    func fit(_ training: LabelledRows, validation: LabelledRows, context: ExecutionContext) throws -> any ChurnModel {
      if fault == .fails { throw Failed() }
      return fault == .threads ? Constant(value: Double(context.parallelism.threads)) : self
    }

    func refit(_ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext) throws -> any ChurnModel
    {
      models[0]
    }

    func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
      [Double](
        repeating: fault == .infinite ? .infinity : 0, count: max(0, features.rows - (fault == .short ? 1 : 0)))
    }

    func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double> {
      Matrix(rows: features.rows, columns: Feature.count)
    }

    var importance: [Double] { [Double](repeating: fault == .shares ? 1 : 0, count: Feature.count) }
    var files: [ModelFile] { [] }
  }

  private struct Constant: ChurnModel {
    let value: Double

    func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
      [Double](repeating: value, count: features.rows)
    }

    func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double> {
      Matrix(rows: features.rows, columns: Feature.count)
    }

    var importance: [Double] { [Double](repeating: 0, count: Feature.count) }
    var files: [ModelFile] { [] }
  }

  private struct Failed: Error {}

  @Test("the broken rule is reported for each fault of a churn model")
  func broken() {
    let rules = { (fault: Broken.Fault) in Set(check.breaches(of: Broken(fault: fault)).map(\.rule)) }
    #expect(rules(.infinite).contains("log-odds are finite, also of rows with nulls"))
    #expect(rules(.short).contains("there are as many log-odds as rows"))
    #expect(rules(.shares) == ["importances are shares of 1"])
    #expect(rules(.fails) == ["rows of both classes can be learned from"])
    #expect(rules(.threads) == ["any number of threads gives the same model"])
  }

  @Test("a plan over budget is reported")
  func brokenDecisions() throws {
    struct Spender: AllocationStrategy {
      func allocate(_ problem: AllocationProblem, context: ExecutionContext) throws -> AllocationPlan {
        let richer = try AllocationProblem(
          tiers: problem.tiers, segments: problem.segments, segmentOfCustomer: problem.segmentOfCustomer,
          values: problem.values, costs: problem.costs, budget: problem.budget + 1_000_000)
        return try GreedyAllocation().allocate(richer, context: context)
      }
    }
    let rules = check.breaches(of: Spender()).map(\.rule)
    #expect(rules.contains { $0.hasSuffix("keeps every rule") })
  }
}
