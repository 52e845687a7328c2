import Text

/// A section of the configuration and the parameters in it, its sub-sections' too.
package struct ParameterSection: Sendable {
  /// The first part of its keys.
  package let name: String
  /// One sentence.
  package let summary: String
  /// In the order of the configuration file.
  package let parameters: [any ParameterDeclaration]

  /// - Parameter parameters: keys begin with `name.`; those of a sub-section are consecutive.
  package init(_ name: String, _ summary: String, _ parameters: [any ParameterDeclaration]) {
    precondition(parameters.allSatisfy { $0.key.hasPrefix(name + ".") }, "a parameter outside its section \(name)")
    self.name = name
    self.summary = summary
    self.parameters = parameters
  }
}

/// Every parameter there is.
package struct ParameterCatalog: Sendable {
  /// In the order of the configuration file.
  package let sections: [ParameterSection]
  let byKey: [String: any ParameterDeclaration]
  /// Names under each section and sub-section, in order: "" → sections, `churn` → parameters and sub-sections.
  let children: [String: [String]]

  /// - Parameter sections: no key twice, and no parameter's key the name of a section.
  package init(_ sections: [ParameterSection]) {
    self.sections = sections
    let all = sections.flatMap(\.parameters)
    byKey = Dictionary(all.map { ($0.key, $0) }) { first, _ in preconditionFailure("\(first.key) is declared twice") }
    var children: [String: [String]] = ["": sections.map(\.name)]
    for key in all.map(\.key) {
      var parent = ""
      for name in key.split(separator: ".").map(String.init) {
        if children[parent]?.contains(name) != true { children[parent, default: []].append(name) }
        parent += parent.isEmpty ? name : "." + name
      }
    }
    self.children = children
    precondition(byKey.keys.allSatisfy { children[$0] == nil }, "a parameter has the name of a section")
  }
}

extension ParameterCatalog {
  /// In the order of declaration.
  package var parameters: [any ParameterDeclaration] { sections.flatMap(\.parameters) }

  func isSection(_ key: String) -> Bool { children[key] != nil }

  /// The error for a key that is neither parameter nor section.
  ///
  /// - Parameters:
  ///   - key: the whole key.
  ///   - alsoKnown: names beside the section's own, such as `extends`.
  func unknownKey(_ key: String, alsoKnown: [String] = [], at position: SourcePosition) -> SettingsError {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let parent = parts.dropLast().joined(separator: ".")
    let leaf = parts.last ?? ""
    guard let siblings = children[parent] else {
      return .unknownKey(key: key, nearest: nearestKey(to: key), known: children[""] ?? [], at: position)
    }
    let prefix = parent.isEmpty ? "" : parent + "."
    let known = siblings + alsoKnown
    let nearest = nearestName(to: leaf, in: known).map { prefix + $0 } ?? onlyKey(endingIn: leaf)
    return .unknownKey(key: key, nearest: nearest, known: known.map { prefix + $0 }, at: position)
  }

  private func nearestKey(to key: String) -> String? {
    let leaf = key.split(separator: ".").last.map(String.init) ?? key
    return onlyKey(endingIn: leaf) ?? nearestName(to: key, in: parameters.map(\.key))
  }

  /// A right name in the wrong section.
  private func onlyKey(endingIn leaf: String) -> String? {
    let keys = parameters.map(\.key).filter { $0.hasSuffix("." + leaf) }
    return keys.count == 1 ? keys[0] : nil
  }
}
