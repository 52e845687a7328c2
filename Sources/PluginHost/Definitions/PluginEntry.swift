package import Hashing

/// What is known about a plugin without using it: one line of `plugins list`.
package struct PluginEntry: Sendable, Hashable {
  /// What the plugin replaces.
  package let kind: PluginKind
  /// Name in the settings; unique within its kind.
  package let name: String
  /// How the plugin is made.
  package let form: PluginForm
  /// Where the plugin comes from.
  package let origin: Origin
  /// One line; empty if the definition file has no `description`.
  package let summary: String
  /// As written in the definition file; nil if it has none, and for built-ins.
  package let version: String?
  /// Digest of the definition file; nil for built-ins.
  package let sha256: SHA256.Digest?

  /// Where a plugin comes from.
  package enum Origin: Sendable, Hashable {
    case builtIn
    /// The path of the definition file.
    case file(String)
  }

  /// Creates an entry from its parts.
  package init(
    kind: PluginKind, name: String, form: PluginForm, origin: Origin, summary: String, version: String? = nil,
    sha256: SHA256.Digest? = nil
  ) {
    self.kind = kind
    self.name = name
    self.form = form
    self.origin = origin
    self.summary = summary
    self.version = version
    self.sha256 = sha256
  }
}

extension PluginEntry.Origin: CustomStringConvertible {
  /// `built-in`, or the path of the file.
  package var description: String {
    switch self {
    case .builtIn: "built-in"
    case .file(let path): path
    }
  }
}

/// Encodes one object of `plugins list --json`.
extension PluginEntry: Encodable {
  enum CodingKeys: String, CodingKey {
    case kind, name, form, origin, description, version, sha256
  }

  /// Encodes the summary under the key `description`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encode(name, forKey: .name)
    try container.encode(form.rawValue, forKey: .form)
    try container.encode(origin.description, forKey: .origin)
    try container.encode(summary, forKey: .description)
    try container.encode(version, forKey: .version)
    try container.encode(sha256, forKey: .sha256)
  }
}
