/// How variables name parameters: `churn.horizon_days` is `RETENTION_FAST__CHURN__HORIZON_DAYS`.
package enum Environment {
  /// What the names of all our variables begin with.
  package static let prefix = "RETENTION_FAST__"

  static func variable(for key: String) -> String {
    prefix + key.uppercased().split(separator: ".").joined(separator: "__")
  }
}
