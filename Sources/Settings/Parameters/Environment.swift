/// How variables name parameters: `churn.horizon_days` is `RETENTION_FAST__CHURN__HORIZON_DAYS`.
public enum Environment {
  public static let prefix = "RETENTION_FAST__"

  static func variable(for key: String) -> String {
    prefix + key.uppercased().split(separator: ".").joined(separator: "__")
  }
}
