extension ParameterCatalog {
  /// JSON Schema (draft 2020-12) of a configuration file.
  package func jsonSchema() -> String {
    let files: SettingLiteral = ["type": "string"]
    let extends: SettingLiteral = [
      "description": "Files or presets whose values this file builds on; later ones win.",
      "anyOf": [files, ["type": "array", "items": files]],
    ]
    let header: [SettingLiteral.Field] = [
      .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
      .init("title", "Configuration of retention-fast"),
    ]
    return SettingLiteral.map(header + sectionSchema("", adding: [.init("extends", extends)])).json() + "\n"
  }

  private func sectionSchema(_ key: String, adding extra: [SettingLiteral.Field] = []) -> [SettingLiteral.Field] {
    let prefix = key.isEmpty ? "" : key + "."
    let properties = (children[key] ?? []).map { name in
      SettingLiteral.Field(name, .map(schema(of: prefix + name)))
    }
    return [
      // A section whose lines are all commented out is null.
      .init("type", key.isEmpty ? "object" : ["object", "null"]),
      .init("properties", .map(extra + properties)),
      .init("additionalProperties", false),
    ]
  }

  private func schema(of key: String) -> [SettingLiteral.Field] {
    if let parameter = byKey[key] {
      let unit = parameter.unit.map { " Unit: \($0)." } ?? ""
      return [.init("description", .string(parameter.summary + unit))] + parameter.schema
        + [.init("default", parameter.defaultValue.literal)]
    }
    let summary = sections.first { $0.name == key }.map { [SettingLiteral.Field("description", .string($0.summary))] }
    return (summary ?? []) + sectionSchema(key)
  }
}

extension ParameterCatalog {
  /// A configuration file that holds every parameter at its default, each with its sentence, unit and allowed values.
  ///
  /// - Parameter heading: sentences for the top of the file.
  package func commentedYAML(heading: String) -> String {
    var lines = comment(heading, indent: "")
    for section in sections {
      lines += [""] + comment(section.summary, indent: "") + ["\(section.name):"]
      lines += commentedLines(under: section.name, indent: "  ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func commentedLines(under section: String, indent: String) -> [String] {
    (children[section] ?? []).flatMap { name in
      let key = "\(section).\(name)"
      guard let parameter = byKey[key] else {
        return [indent + name + ":"] + commentedLines(under: key, indent: indent + "  ")
      }
      let domain = parameter.domain.map { " [\($0)]" } ?? ""
      return comment(parameter.summary + domain, indent: indent)
        + parameter.defaultValue.literal.yamlLines(key: name, indent: indent)
    }
  }

  /// Lines of a comment, at most 100 characters each.
  private func comment(_ text: String, indent: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= 100 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append("\(indent)# \(word)")
      }
    }
    return lines
  }
}
