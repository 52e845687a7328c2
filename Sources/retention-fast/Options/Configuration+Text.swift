import Runs
import Settings
import Text

extension Configuration {
  /// Every value as one JSON object, in the order of the declarations.
  ///
  /// - Parameter withOrigin: adds where each value comes from.
  func json(withOrigin: Bool) throws -> String {
    let members = try entries.map { entry in
      let value =
        withOrigin ? "{\"origin\":\(try JSONText.line(entry.origin.description)),\"value\":\(entry.json)}" : entry.json
      return "  \(try JSONText.line(entry.key)): \(value)"
    }
    return "{\n" + members.joined(separator: ",\n") + "\n}\n"
  }

  /// Every value as YAML, or as one line per value with its origin.
  func text(withOrigin: Bool) -> String {
    guard withOrigin else { return canonicalYAML() }
    let keyWidth = entries.map(\.key.count).max() ?? 0
    // One long list must not push the origins of all other values off the screen.
    let valueWidth = min(40, entries.map(\.value.count).max() ?? 0)
    return entries.map { entry in
      let value = entry.value.padded(to: valueWidth)
      return entry.key.padded(to: keyWidth + 2) + value + "  " + entry.origin.description
    }.joined(separator: "\n") + "\n"
  }
}
