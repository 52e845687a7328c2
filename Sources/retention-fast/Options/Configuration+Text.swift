import Runs
import Settings
import Text

extension Configuration {
  /// Every value as one JSON object, keys in their order; with `withOrigin`, also where each value comes from.
  func json(withOrigin: Bool) throws -> String {
    let members = try entries.map { entry in
      let value =
        withOrigin ? "{\"origin\":\(try JSONText.line(entry.origin.description)),\"value\":\(entry.json)}" : entry.json
      return "  \(try JSONText.line(entry.key)): \(value)"
    }
    return "{\n" + members.joined(separator: ",\n") + "\n}\n"
  }

  /// The same as YAML on standard output, or one line per value where origins are wanted.
  func text(withOrigin: Bool) -> String {
    guard withOrigin else { return canonicalYAML() }
    let keyWidth = entries.map(\.key.count).max() ?? 0
    // A long list must not push the origins of all others off the screen.
    let valueWidth = min(40, entries.map(\.value.count).max() ?? 0)
    return entries.map { entry in
      let value = entry.value.padded(to: valueWidth)
      return entry.key.padded(to: keyWidth + 2) + value + "  " + entry.origin.description
    }.joined(separator: "\n") + "\n"
  }
}
