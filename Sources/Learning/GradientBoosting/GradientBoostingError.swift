package import Failures

/// Why gradient-boosted trees cannot be trained.
package enum GradientBoostingError: Error, Sendable, Equatable {
  case invalidSetting(name: String, found: Double, allowed: String)
  case noRows(DatasetRole)
  case tooManyRows(DatasetRole, found: Int, most: Int)
  case noFeatures
  case countMismatch(DatasetRole, what: String, expected: Int, found: Int)
  case invalidFeatureName(column: Int, name: String, FeatureNameFault)
  case differentFeatureName(column: Int, training: String, validation: String)
  case invalidTarget(DatasetRole, row: Int, found: Double, TargetRequirement)
  case invalidWeight(DatasetRole, row: Int, found: Double)
  case singleClass(Double)
  case onlyZeroTargets
  case noValidationForEarlyStopping
  case diverged(iteration: Int)
  case unknownConstrainedFeature(String, known: [String])
  case constrainedCategories(String)
  case constraintBroken(tree: Int, feature: String)
  case noSuchCategoricalColumn(Int, columns: Int)

  package enum DatasetRole: String, Sendable, Equatable { case training, validation }
  package enum TargetRequirement: String, Sendable, Equatable {
    case finite = "finite and at most 3.4e38"
    case zeroOrOne = "0 or 1"
    case notNegative = "0 or more"
  }
  package enum FeatureNameFault: String, Sendable, Equatable {
    case empty = "is empty"
    case whiteSpace = "holds white space"
    case repeated = "is used twice"
  }
}

extension GradientBoostingError: UserFacingError {
  package var failureKind: FailureKind {
    if case .invalidSetting = self { .configuration } else { .notEnoughData }
  }

  package var description: String {
    switch self {
    case .invalidSetting(let name, let found, let allowed):
      "\(name) is \(found); set it to \(allowed)."
    case .noRows(let role):
      "The \(role.rawValue) data has no rows; give at least one."
    case .tooManyRows(let role, let found, let most):
      "The \(role.rawValue) data has \(found) rows; give at most \(most)."
    case .noFeatures:
      "The training data has no features; give at least one."
    case .countMismatch(let role, let what, let expected, let found):
      "The \(role.rawValue) data has \(found) \(what) where \(expected) are needed; give one for each."
    case .invalidFeatureName(let column, let name, let fault):
      "The name “\(name)” of feature \(column) \(fault.rawValue); give every feature a distinct name without spaces."
    case .differentFeatureName(let column, let training, let validation):
      "Feature \(column) is “\(training)” in training and “\(validation)” in validation; give both the same columns."
    case .invalidTarget(let role, let row, let found, let requirement):
      "The target of \(role.rawValue) row \(row) is \(found); it must be \(requirement.rawValue)."
    case .invalidWeight(let role, let row, let found):
      "The weight of \(role.rawValue) row \(row) is \(found); it must be above 0 and at most 3.4e38."
    case .singleClass(let value):
      "Every training target is \(value); a classifier needs rows of both classes."
    case .onlyZeroTargets:
      "Every training target is 0; the Tweedie objective needs at least one above 0."
    case .noValidationForEarlyStopping:
      "early_stopping_round is set but there is no validation data; give some or leave the setting out."
    case .unknownConstrainedFeature(let name, let known):
      "monotone_constraints names “\(name)”, which is no feature; the features are \(known.joined(separator: ", "))."
    case .constrainedCategories(let name):
      "“\(name)” holds categories, which have no direction; take it out of monotone_constraints."
    case .constraintBroken(let tree, let feature):
      "Tree \(tree) does not keep to the direction of “\(feature)”; this is a defect of the program, please report it."
    case .noSuchCategoricalColumn(let column, let columns):
      "Column \(column) is said to hold categories, but there are columns 0 to \(columns - 1) only."
    case .diverged(let iteration):
      "Gradients are no longer finite in iteration \(iteration); lower learning_rate or the range of the targets."
    }
  }
}
