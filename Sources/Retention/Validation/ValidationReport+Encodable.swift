/// `validate --json`.
extension ValidationReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case rows, errors, warnings, checks
  }

  private struct Check: Encodable {
    let finding: ValidationFinding

    enum CodingKeys: String, CodingKey {
      case category, check, severity, status
      case affectedRows = "affected_rows"
      case affectedShare = "affected_share"
      case threshold, detail
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(finding.check.category.rawValue, forKey: .category)
      try container.encode(finding.check.rawValue, forKey: .check)
      try container.encode(finding.severity.rawValue, forKey: .severity)
      try container.encode(finding.status.rawValue, forKey: .status)
      try container.encode(finding.affectedRows, forKey: .affectedRows)
      try container.encode(Nullable(wrappedValue: finding.affectedShare), forKey: .affectedShare)
      try container.encode(Nullable(wrappedValue: finding.threshold), forKey: .threshold)
      try container.encode(finding.detail, forKey: .detail)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(errors.count, forKey: .errors)
    try container.encode(warnings.count, forKey: .warnings)
    try container.encode(findings.map(Check.init), forKey: .checks)
  }
}
