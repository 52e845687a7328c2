import CivilTime
import Foundation
import Settings
import TestSupport

/// A small catalogue with a parameter of each kind.
enum Shop {
  enum Action: String, SettingChoice {
    case flag, drop
  }

  static let horizon = Parameter("churn.horizon_days", default: 90, unit: "days", in: .between(1, 3650), "How far.")
  static let models = Parameter("churn.models", default: ["gbdt"], emptiness: .forbidden, "Which.")
  static let rate = Parameter("churn.gbdt.learning_rate", default: 0.1, in: .above(0, upTo: 1), "How fast.")
  static let depth = Parameter<Int?>("churn.gbdt.max_depth", default: nil, in: .atLeast(1), "How deep.")
  static let action = Parameter("cleaning.action", default: Action.flag, "What to do.")
  static let mark = Parameter("cleaning.mark", default: "-", "What separates.")
  static let strict = Parameter("cleaning.strict", default: false, "Whether.")
  static let asOf = Parameter<CivilDate?>("run.as_of", default: nil, "When.")
  static let threads = Parameter("run.threads", default: 1, effect: .execution, "How many.")
  static let quantiles = Parameter("run.quantiles", default: [0.1, 0.9], in: .strictlyBetween(0, 1), "Where.")
  static let rates = Parameter<NamedValues<Double>>(
    "run.rates", default: ["Champions": 0.3, "At Risk": 0.2], in: .share, "By segment.")

  static let catalog = ParameterCatalog([
    ParameterSection("churn", "Who leaves.", [horizon, models, rate, depth]),
    ParameterSection("cleaning", "What stays.", [action, mark, strict]),
    ParameterSection("run", "The run.", [asOf, threads, quantiles, rates]),
  ])
}

extension TemporaryFolder {
  /// Writes a file and returns its path.
  func write(_ name: String, _ text: String) throws -> String { try write(text, to: name).path }

  func write(_ name: String, _ data: Data) throws -> String { try write([UInt8](data), to: name).path }
}
