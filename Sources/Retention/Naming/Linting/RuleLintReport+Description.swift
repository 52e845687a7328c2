extension RuleLintReport {
  /// One sentence for each finding.
  package var sentences: [String] { findings.map(sentence) }

  /// What was found and, for a warning, what to do.
  package func sentence(_ finding: RuleFinding) -> String {
    switch finding {
    case .neverHolds(let rule):
      "\(quoted(rule)) holds at none of the \(pointCount) points tried; check its condition."
    case .shadowed(let rule, let earlier):
      "\(quoted(rule)) never gets a turn: wherever it holds, \(list(earlier)) comes first; move it up or change it."
    case .overlap(let first, let second, let share, let example):
      "\(quoted(first)) and \(quoted(second)) both hold at \(percent(share)) of the points, where the first wins; "
        + "for example \(example)."
    case .gap(let share, let example):
      "no rule holds at \(percent(share)) of the points, which become \(quoted(rules.count - 1)); "
        + "for example \(example)."
    }
  }

  private func quoted(_ rule: Int) -> String {
    "`\(rules[rule].name)` (rule \(rule + 1))"
  }

  private func list(_ rules: [Int]) -> String {
    rules.map(quoted).joined(separator: " or ")
  }

  private func percent(_ share: Double) -> String {
    share < 0.001 ? "less than 0.1 %" : "\((share * 1000).rounded() / 10) %"
  }
}

extension SamplePoint: CustomStringConvertible {
  package var description: String {
    coordinates.map { "\($0.column) = \($0.value)" }.joined(separator: ", ")
  }
}
