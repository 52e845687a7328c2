import CivilTime
public import Retention

extension FileInspection {
  public var json: JSONValue {
    [
      "path": .string(path), "read_as": .string(readAs),
      "warnings": .array(warnings.map(JSONValue.string)), "rows_looked_at": .integer(profile.rows),
      "is_whole_file": .bool(profile.isWhole), "columns": .array(profile.columns.map { column($0) }),
      "mapping": suggestion.json, "missing": .array(suggestion.missing.map { .string($0.rawValue) }),
      "suggestions": .array(
        suggestion.choices.map { choice in
          [
            "column": .string(choice.column.rawValue), "header": .string(choice.header),
            "reason": .string(choice.reason.words), "is_recognised": .bool(choice.reason == .known),
          ]
        }),
      "first_rows": .array(profile.head.map { row in .array(row.map { $0.map(JSONValue.string) ?? .null }) }),
      "train": outlook.json,
    ]
  }

  private func column(_ column: ColumnProfile) -> JSONValue {
    [
      "name": .string(column.name), "content": .string(column.content.rawValue), "blanks": .integer(column.blanks),
      "blank_share": .number(profile.rows > 0 ? Double(column.blanks) / Double(profile.rows) : 0),
      "distinct": .integer(column.distinct), "is_distinct_exact": .bool(!column.isDistinctBounded),
      "lowest": column.range.map { .string($0.low) } ?? .null,
      "highest": column.range.map { .string($0.high) } ?? .null,
      "examples": .array(column.examples.map(JSONValue.string)),
    ]
  }
}

extension MappingSuggestion {
  /// The file of `--mapping`.
  public var json: JSONValue {
    .object(JSONObject(choices.map { ($0.column.rawValue, .string($0.header)) }))
  }
}

extension TrainOutlook {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "reads_as_is": .bool(obstacle == nil), "obstacle": obstacle.map(JSONValue.string) ?? .null,
      "with_suggested_mapping": .bool(usesSuggestion),
    ]
    object["failed_checks"] = .array(
      (errors + warnings).map { finding in
        [
          "check": .string(finding.check.rawValue), "severity": .string(finding.severity.rawValue),
          "detail": .string(finding.detail),
        ]
      })
    guard let lines else { return .object(object) }
    object["rows"] = .integer(lines.read)
    object["usable_rows"] = .integer(lines.kept)
    object["customers"] = .integer(lines.customers)
    object["orders"] = .integer(lines.orders)
    object["first_day"] = lines.days.map { .string(dateString($0.first)) } ?? .null
    object["last_day"] = lines.days.map { .string(dateString($0.last)) } ?? .null
    object["removed"] = .object(JSONObject(lines.removed.map { ($0.reason.name, .integer($0.rows)) }))
    return .object(object)
  }
}

extension MappingSuggestion.Reason {
  /// Half a sentence.
  var words: String {
    switch self {
    case .known: "recognised by its name"
    case .word(_, let language): "\(language) for it"
    case .similar(let word, let language): "like '\(word)', \(language) for it"
    case .content(let words): words
    }
  }
}
