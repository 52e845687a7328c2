package import Learning
package import Settings
import Text

/// Hyper-parameters of gradient-boosted trees, in LightGBM's terms, in one section of the configuration.
package struct TreeSettings: SettingsGroup {
  /// In the order of the configuration file.
  package private(set) var parameters: [any ParameterDeclaration] = []
  private var values: TreeValues

  /// - Parameters:
  ///   - section: key of the section, such as `churn.gbdt`.
  ///   - adjust: makes the section's own defaults of those that suit some 10,000 rows of 33 features, where small trees
  ///     and slow learning resist noise best.
  init(_ section: String, adjusting adjust: (inout GradientBoostingSettings) -> Void) {
    values = TreeValues()
    adjust(&values.boosting)
    for setting in TreeSetting.all { parameters.append(setting.install(section, &values)) }
  }

  /// What trees are trained with.
  ///
  /// - Parameters:
  ///   - objective: what they predict.
  ///   - seed: of rows and features that are drawn.
  package func boosting(_ objective: GradientBoostingObjective, seed: UInt64) -> GradientBoostingSettings {
    var boosting = values.boosting
    boosting.objective = objective
    boosting.seed = seed
    if values.sampling == .goss {
      boosting.rowSampling = .goss(topRate: values.topRate, otherRate: values.otherRate)
    }
    return boosting
  }
}

extension TreeSettings {
  package func check(_ configuration: Configuration) throws(SettingsError) {
    let together = "be at most 1 together with"
    try configuration.require(
      values.topRate + values.otherRate <= 1, parameter("top_rate"), together, parameter("other_rate"), together)
    let features = Feature.allCases.map(\.name)
    for name in values.monotoneConstraints.entries.map(\.name) where !features.contains(name) {
      let nearest = nearestName(to: name, in: features).map { "; did you mean '\($0)'?" } ?? ""
      throw configuration.invalid(
        parameter("monotone_constraints"), must: "name features, and '\(name)' is none\(nearest)")
    }
  }

  private func parameter(_ name: String) -> any ParameterDeclaration {
    guard let parameter = parameters.first(where: { $0.key.hasSuffix("." + name) }) else {
      preconditionFailure("trees have no setting \(name)")
    }
    return parameter
  }

  // The section and what was configured decide; declarations follow from the section.
  package static func == (left: Self, right: Self) -> Bool {
    left.values == right.values && left.parameters.map(\.key) == right.parameters.map(\.key)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
