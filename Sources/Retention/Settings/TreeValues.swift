package import Learning
package import Settings

/// Where the settings of trees go.
struct TreeValues: Sendable, Hashable {
  /// Without the objective and the seed, which are no settings of trees.
  var boosting = Self.defaults
  var sampling = Sampling.bagging
  /// Shares of the rows for GOSS; at most 1 together.
  var topRate = 0.2
  var otherRate = 0.1

  enum Sampling: String, SettingChoice {
    case bagging, goss
  }

  private static let defaults: GradientBoostingSettings = {
    var settings = GradientBoostingSettings(objective: .squaredError)
    settings.numIterations = 500
    settings.numLeaves = 15
    settings.minDataInLeaf = 60
    settings.lambdaL2 = 1
    settings.baggingFraction = 0.8
    settings.earlyStoppingRounds = 50
    return settings
  }()

  /// Nil for as deep as trees can be.
  var maxDepth: Int? {
    get { boosting.maxDepth == Self.defaults.maxDepth ? nil : boosting.maxDepth }
    set { boosting.maxDepth = newValue ?? Self.defaults.maxDepth }
  }

  var monotoneConstraints: NamedValues<MonotoneDirection> {
    get { NamedValues(boosting.monotoneConstraints.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }) }
    set {
      boosting.monotoneConstraints = Dictionary(uniqueKeysWithValues: newValue.entries.map { ($0.name, $0.value) })
    }
  }
}

extension TreeGrowth: SettingChoice {}
extension MonotoneDirection: SettingChoice {}
extension GradientPrecision: SettingChoice {}
