import Text

/// What the data is too thin for: a stage that a run does without, or a part of one.
package struct StageVerdict: Sendable, Hashable {
  /// Name of the stage.
  package let stage: String
  /// What there is not enough of, for what, and why; without a full stop.
  package let reason: String
  /// What the run has all the same, in words, such as `segments`; empty where another verdict of the run says it.
  package let stillWorks: [String]
  /// The setting that could make the stage run; nil where none does.
  package let setting: String?
  /// Whether the stage was left out as a whole.
  package let isSkipped: Bool

  package init(
    stage: String, reason: String, stillWorks: [String] = [], setting: String? = nil, isSkipped: Bool = false
  ) {
    self.setting = setting
    self.isSkipped = isSkipped
    self.stage = stage
    self.reason = reason
    self.stillWorks = stillWorks
  }

  /// One sentence without a full stop.
  package var sentence: String {
    stillWorks.isEmpty
      ? reason : "\(reason); \(listed(stillWorks)) still work"
  }

  /// The same as a warning.
  package var warning: RunWarning { RunWarning(stage: stage, message: sentence) }
}

extension StageVerdict: Codable {
  enum CodingKeys: String, CodingKey {
    case stage, verdict, reason, setting
    case isSkipped = "is_skipped"
    case stillWorks = "still_works"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      stage: try container.decode(String.self, forKey: .stage),
      reason: try container.decode(String.self, forKey: .reason),
      stillWorks: try container.decode([String].self, forKey: .stillWorks),
      setting: try container.decodeIfPresent(String.self, forKey: .setting),
      isSkipped: try container.decodeIfPresent(Bool.self, forKey: .isSkipped) ?? false)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(stage, forKey: .stage)
    try container.encode(sentence, forKey: .verdict)
    try container.encode(reason, forKey: .reason)
    try container.encode(stillWorks, forKey: .stillWorks)
    try container.encode(setting, forKey: .setting)
    try container.encode(isSkipped, forKey: .isSkipped)
  }
}
