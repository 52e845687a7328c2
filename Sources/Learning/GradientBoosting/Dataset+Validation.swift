import Numerics

extension Dataset {
  /// - Throws: for the first fault that keeps these rows from being used.
  func check(
    as role: GradientBoostingError.DatasetRole, for objective: GradientBoostingObjective
  ) throws(GradientBoostingError) {
    guard features.rows > 0 else { throw .noRows(role) }
    guard features.rows < Int(Int32.max) else {
      throw .tooManyRows(role, found: features.rows, most: Int(Int32.max) - 1)
    }
    guard features.columns > 0 else { throw .noFeatures }
    try checkCount("targets", targets.count, features.rows, role)
    try checkCount("weights", weights?.count ?? features.rows, features.rows, role)
    try checkCount("feature names", featureNames.count, features.columns, role)
    try checkNames()
    if let column = categoricalColumns.sorted().first(where: { !(0..<features.columns).contains($0) }) {
      throw .noSuchCategoricalColumn(column, columns: features.columns)
    }
    for (row, target) in targets.enumerated() {
      if let requirement = objective.complaint(about: target) {
        throw .invalidTarget(role, row: row, found: target, requirement)
      }
    }
    try checkWeights(role)
    if role == .training { try checkVariety(objective) }
  }

  /// - Throws: for constraints on features that are not there or hold categories.
  func check(_ constraints: [String: MonotoneDirection]) throws(GradientBoostingError) {
    for name in constraints.keys.sorted() {
      guard let column = featureNames.firstIndex(of: name) else {
        throw .unknownConstrainedFeature(name, known: featureNames)
      }
      if categoricalColumns.contains(column) { throw .constrainedCategories(name) }
    }
  }

  /// - Throws: where the features are not those of `training`.
  func checkFeatures(sameAs training: Dataset) throws(GradientBoostingError) {
    try checkCount("features", features.columns, training.features.columns, .validation)
    for (column, names) in zip(training.featureNames, featureNames).enumerated() where names.0 != names.1 {
      throw .differentFeatureName(column: column, training: names.0, validation: names.1)
    }
  }

  private func checkCount(
    _ what: String, _ found: Int, _ expected: Int, _ role: GradientBoostingError.DatasetRole
  ) throws(GradientBoostingError) {
    guard found == expected else { throw .countMismatch(role, what: what, expected: expected, found: found) }
  }

  private func checkNames() throws(GradientBoostingError) {
    var seen = Set<String>()
    for (column, name) in featureNames.enumerated() {
      let fault: GradientBoostingError.FeatureNameFault? =
        if name.isEmpty { .empty }
        // The text format separates names by spaces and ends its lines at control characters.
        else if name.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 }) {
          .whiteSpace
        } else if !seen.insert(name).inserted { .repeated } else { nil }
      if let fault { throw .invalidFeatureName(column: column, name: name, fault) }
    }
  }

  private func checkWeights(_ role: GradientBoostingError.DatasetRole) throws(GradientBoostingError) {
    for (row, weight) in (weights ?? []).enumerated()
    where !(weight > 0 && weight <= Double(Float.greatestFiniteMagnitude)) {
      throw .invalidWeight(role, row: row, found: weight)
    }
  }

  private func checkVariety(_ objective: GradientBoostingObjective) throws(GradientBoostingError) {
    switch objective {
    case .logistic:
      if targets.allSatisfy({ $0 == targets[0] }) { throw .singleClass(targets[0]) }
    case .tweedie:
      if targets.allSatisfy({ $0 == 0 }) { throw .onlyZeroTargets }
    case .squaredError, .quantile: break
    }
  }
}
