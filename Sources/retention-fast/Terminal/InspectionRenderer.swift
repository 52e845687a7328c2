import CivilTime
import CommandParsing
import Pipeline
import Retention
import Tables
import Text

/// Renders what `inspect` found, for people.
struct InspectionRenderer: Sendable {
  private let width: Int
  private let style: TextStyle

  /// - Parameter width: columns of the terminal, clamped to 60...100.
  init(width: Int, style: TextStyle = .plain) {
    self.width = min(100, max(60, width))
    self.style = style
  }

  /// The report on one file, with a line feed at the end.
  func text(of file: FileInspection) -> String {
    let parts = [
      heading(file), section("Columns", columns(file.profile)), section("First rows", firstRows(file.profile)),
      section("Suggested mapping", mapping(file.suggestion) + joins(file.joins)),
      section("Money of these rows", money(file.suggestion)), section("Notes", notes(file.suggestion)),
      section("What 'train' would do", preview(file.preview, file)),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func heading(_ file: FileInspection) -> String {
    let rows = counted(file.profile.rows, "row", as: grouped(file.profile.rows))
    let extent = file.profile.isWhole ? "\(rows), all of them looked at" : "the first \(rows) looked at"
    let warnings = file.warnings.flatMap { wrapped("warning: \($0)", indent: 2) }
    let notes = file.notes.flatMap { wrapped($0, indent: 2) }
    let lines = [style(.name, file.path)] + wrapped("\(file.readAs); \(extent).") + notes + warnings
    return lines.joined(separator: "\n")
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : ([style(.heading, title)] + lines).joined(separator: "\n")
  }
}

// MARK: - Columns and rows

extension InspectionRenderer {
  /// Most columns to show; of a wider table, the first ones are shown.
  private static let columnLimit = 60

  private func columns(_ profile: FileProfile) -> [String] {
    let shown = profile.columns.prefix(Self.columnLimit)
    let names = shown.map { excerpt($0.name, limit: 24) }
    let nameWidth = max(6, names.map(\.count).max() ?? 0)
    let header =
      "  " + "name".padded(to: nameWidth) + "  type     " + "blank".leftPadded(to: 7) + "distinct".leftPadded(to: 11)
      + "  values"
    let lines = zip(shown, names).map { column, name in
      let blank = column.blanks == 0 ? "-" : percent(column.blanks, of: profile.rows)
      let distinct = (column.isDistinctBounded ? ">=" : "") + grouped(column.distinct)
      let start =
        "  " + name.padded(to: nameWidth) + "  " + column.content.rawValue.padded(to: 9) + blank.leftPadded(to: 7)
        + distinct.leftPadded(to: 11) + "  "
      return start + values(column, width: width - start.count)
    }
    let rest = profile.columns.count - shown.count
    return [style(.faint, header)] + lines + (rest > 0 ? ["  … and \(grouped(rest)) more columns"] : [])
  }

  /// The range of a column if it has one, otherwise its most frequent values.
  private func values(_ column: ColumnProfile, width: Int) -> String {
    if let range = column.range {
      let each = max(6, (width - 4) / 2)
      // If dates with times do not fit, dates alone say more than cut ones.
      let isLong = column.content == .date && max(range.low.count, range.high.count) > each
      let texts = [range.low, range.high].map { isLong ? String($0.prefix { $0 != " " && $0 != "T" }) : $0 }
      return texts.map { excerpt($0, limit: each) }.joined(separator: " to ")
    }
    var text = ""
    for example in column.examples {
      let next = (text.isEmpty ? "" : ", ") + excerpt(example, limit: max(8, min(28, width - 2)))
      if !text.isEmpty, text.count + next.count > width { break }
      text += next
    }
    return text
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    let share = 100 * Double(part) / Double(max(1, whole))
    return share < 0.05 ? "<0.1 %" : "\(decimal(share, places: 1)) %"
  }

  /// The first rows as a table of as many columns as fit.
  private func firstRows(_ profile: FileProfile) -> [String] {
    guard !profile.head.isEmpty else { return [] }
    var lines = [String](repeating: " ", count: profile.head.count + 1)
    for (position, column) in profile.columns.enumerated() {
      let cells = ([column.name] + profile.head.map { $0[position] ?? "" }).map { excerpt($0, limit: 18) }
      let cellWidth = cells.map(\.count).max() ?? 0
      guard lines[0].count + 1 + cellWidth <= width - 12 || position == 0 else {
        lines[0] += "  … and \(grouped(profile.columns.count - position)) more"
        break
      }
      let isNumber = [.integer, .number].contains(column.content)
      for (row, cell) in cells.enumerated() {
        lines[row] += " " + (isNumber ? cell.leftPadded(to: cellWidth) : cell.padded(to: cellWidth)) + " "
      }
    }
    return [style(.faint, lines[0])] + lines.dropFirst()
  }
}

// MARK: - Mapping and preview

extension InspectionRenderer {
  private func mapping(_ suggestion: MappingSuggestion) -> [String] {
    let widest = suggestion.choices.map { excerpt($0.header, limit: 30).count }.max() ?? 0
    let lines = suggestion.choices.map { choice in
      "  " + choice.column.rawValue.padded(to: 16) + excerpt(choice.header, limit: 30).padded(to: widest) + "  "
        + style(.faint, choice.reason.words)
    }
    if let table = suggestion.customers { return wrapped("None: it has \(table.sentence).", indent: 2) }
    let missing = suggestion.missing.map {
      "  " + $0.rawValue.padded(to: 16) + style(.warning, "nothing looks like it")
    }
    let order =
      suggestion.orderIs == .column
      ? [] : ["  " + "order_is".padded(to: 16) + suggestion.orderIs.rawValue.padded(to: widest)]
    return lines + order + missing + (suggestion.missing.isEmpty ? [] : byHand(suggestion))
  }

  private func joins(_ joins: [JoinClause]) -> [String] {
    joins.map { "  " + "join".padded(to: 16) + $0.text }
  }

  /// How to say what is missing.
  private func byHand(_ suggestion: MappingSuggestion) -> [String] {
    let lines = suggestion.missing.map { "\"\($0.rawValue)\": \"YourHeader\"" }
    return wrapped(
      "If some column is it after all, add it to the mapping: \(lines.joined(separator: ", ")). Otherwise this file needs "
        + "another one that has it.", indent: 2)
  }

  /// What the suggestion makes, and what other readings would make.
  private func money(_ suggestion: MappingSuggestion) -> [String] {
    guard let suggested = suggestion.money.first else { return [] }
    let amounts = suggestion.money.map(\.amount)
    let widest = amounts.map(\.count).max() ?? 0
    return zip(suggestion.money, amounts).enumerated().flatMap { index, entry in
      let (reading, amount) = entry
      let remark =
        index == 0 ? "suggested" : MoneyComparison.difference(reading, from: suggested)
      let lines = wrapped("\(amount.leftPadded(to: widest))  \(reading.words): \(remark)", indent: 4)
      return [String(repeating: " ", count: 4 + widest - amount.count) + lines[0].dropFirst(4)] + lines.dropFirst()
    }
  }

  private func notes(_ suggestion: MappingSuggestion) -> [String] {
    suggestion.notes.flatMap { wrapped("- \($0)", indent: 2) }
  }

  private func preview(_ preview: TrainingPreview, _ file: FileInspection) -> [String] {
    var lines: [String] = []
    if let obstacle = preview.obstacle {
      lines += wrapped("It would not read this file as it is: \(obstacle)", indent: 2)
      let settings = file.settings.map { "--set \($0)" }.joined(separator: " ")
      if preview.lines != nil, preview.usesSuggestion {
        lines += wrapped(
          "With \(settings.isEmpty ? "" : "\(settings) and ")the suggested mapping (save it with --save-mapping FILE, "
            + "look at it, and give it to --mapping):",
          indent: 2)
      } else if !settings.isEmpty {
        lines += wrapped("Read it with \(settings)\(preview.lines == nil ? " and a mapping." : ":")", indent: 2)
      }
    }
    guard let found = preview.lines else { return lines }
    let whole = file.profile.isWhole ? "" : " first"
    let verb = preview.errors.isEmpty ? "It would use" : "It would stop at the checks below; without them it would use"
    var sentence = "\(verb) \(grouped(found.kept)) of the\(whole) \(grouped(found.read)) lines"
    if found.kept > 0 { sentence += ": \(grouped(found.customers)) customers, \(grouped(found.orders)) orders" }
    if let days = found.days { sentence += ", from \(dateString(days.first)) to \(dateString(days.last))" }
    lines += wrapped(sentence + ".", indent: 2)
    for (reason, rows) in found.removed {
      lines.append("    removed" + grouped(rows).leftPadded(to: 12) + "  \(reason.name)")
    }
    for finding in preview.errors { lines += check(finding, style(.failure, "stops:"), indent: 4) }
    for finding in preview.warnings { lines += check(finding, style(.warning, "warns:"), indent: 4) }
    return lines
  }

  private func check(_ finding: ValidationFinding, _ mark: String, indent: Int) -> [String] {
    var lines = wrapped("\(finding.check.rawValue): \(finding.detail)", indent: indent + 7)
    lines[0] = String(repeating: " ", count: indent) + mark + lines[0].dropFirst(indent + 6)
    return lines
  }

  /// Wraps text between words; a word longer than a line gets its own.
  private func wrapped(_ text: String, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [margin + line]
  }
}
