import Numerics
package import Retention

extension ContractCheck {
  /// Checks an allocation strategy: valid plans, a true upper bound, and no effect of the thread count.
  ///
  /// - Returns: the rules that `strategy` breaks; empty if it is fit for use.
  package func breaches(of strategy: any AllocationStrategy) -> [ContractBreach] {
    var verdict = Verdict()
    for (customers, budget) in [(400, Int64(8000)), (400, 0), (400, 1_000_000_000), (1, 100), (0, 100)] {
      let what = "\(customers) customers and a budget of \(budget)"
      let plan = { (threads: Int) in
        try strategy.allocate(try data.problem(customers: customers, budget: budget), context: .threads(threads))
      }
      guard
        let problem = verdict.attempt(
          "the made problem is one", { try data.problem(customers: customers, budget: budget) }),
        let one = verdict.attempt("there is a plan for \(what)", { try plan(1) }),
        let two = verdict.attempt("there is a plan for \(what)", { try plan(2) })
      else { continue }
      let violations = problem.violations(of: one.tierOfCustomer)
      verdict.require(violations.isEmpty, "a plan for \(what) keeps every rule", "\(violations.prefix(3))")
      verdict.require(one == two, "any number of threads gives the same plan for \(what)")
      verdict.require(
        one.certificate.upperBound >= one.value, "no plan is worth more than its bound, for \(what)",
        "\(one.value) above \(one.certificate.upperBound)")
    }
    return verdict.breaches
  }

  /// Checks a naming: one known, nonempty name per row, and no effect of the thread count.
  ///
  /// - Returns: the rules that `naming` breaks; empty if it is fit for use.
  package func breaches(of naming: any SegmentNaming) -> [ContractBreach] {
    var verdict = Verdict()
    verdict.require(!naming.rules.isEmpty, "there is a name at least")
    for rows in [0, 1, 500] {
      let columns = table(naming.columns, rows: rows)
      guard let one = verdict.attempt("\(rows) rows get names", { try naming.names(for: columns, context: .serial) }),
        let two = verdict.attempt("\(rows) rows get names", { try naming.names(for: columns, context: .threads(2)) })
      else { continue }
      verdict.require(one.count == rows, "there are as many names as rows", "\(one.count) of \(rows)")
      verdict.require(one.allSatisfy { !$0.isEmpty }, "no name is empty")
      verdict.require(one == two, "any number of threads gives the same names")
      let known = Set(naming.rules.map(\.name))
      verdict.require(
        one.allSatisfy(known.contains), "every name is one of the rules'", "\(Set(one).subtracting(known))")
    }
    return verdict.breaches
  }

  /// Random values of the magnitude that rules compare with; every fifth row is null.
  private func table(_ names: [String], rows: Int) -> NamedColumns {
    var random = PhiloxGenerator(seed: data.seed)
    let columns = names.map { _ in
      (0..<rows).map { row -> Double in
        let size = random.uniform()
        return row % 5 == 4 ? .nan : 3_000 * size * size * size
      }
    }
    return NamedColumns(names: names, columns: columns)
  }
}
