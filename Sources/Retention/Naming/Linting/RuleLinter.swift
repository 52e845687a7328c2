import Numerics

/// Looks for rules that never hold or that earlier rules always precede, for overlaps and for gaps.
///
/// It tries the rules at points rather than reasoning about them, so it reports what it saw at how many points.
package struct RuleLinter: Sendable {
  /// Most points to try.
  package let pointLimit: Int

  /// - Parameter pointLimit: most points to try; at least 1.
  package init(pointLimit: Int = 100_000) {
    precondition(pointLimit > 0, "a linter needs a point")
    self.pointLimit = pointLimit
  }
}

extension RuleLinter {
  /// Tries the rules of a naming.
  package func report(on naming: RuleNaming) -> RuleLintReport {
    let grid = RuleGrid(naming.predicates.map(\.outline), limit: pointLimit)
    let columns = grid.columns
    let holds = naming.predicates.map { predicate in
      do {
        return try predicate.evaluate(columns, context: .serial)
      } catch {
        preconditionFailure("the grid has every column of every rule")
      }
    }
    let sightings = RuleSightings(holds, names: naming.rules.map(\.name), pointCount: columns.rowCount)
    return RuleLintReport(
      naming: naming.name, rules: naming.rules, pointCount: columns.rowCount, coverage: grid.coverage,
      findings: sightings.findings { grid.point($0, of: columns) })
  }
}
