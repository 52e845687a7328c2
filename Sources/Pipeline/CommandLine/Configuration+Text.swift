public import Settings
import Text

extension Configuration {
  /// Every value; with `withOrigin`, also where it comes from.
  public func json(withOrigin: Bool) throws -> JSONValue {
    .object(
      JSONObject(
        try entries.map { entry in
          let value = try JSONValue(parsing: entry.json, file: entry.key)
          return (entry.key, withOrigin ? ["value": value, "origin": .string(entry.origin.description)] : value)
        }))
  }

  /// The same as YAML on standard output, or a line a value where origins are wanted.
  public func text(withOrigin: Bool) -> String {
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
