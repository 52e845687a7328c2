public import Hashing

/// What is known about a plugin without using it.
public struct PluginEntry: Sendable, Hashable {
  public let kind: PluginKind
  public let name: String
  public let form: PluginForm
  public let origin: Origin
  /// One line; empty where a file says nothing.
  public let summary: String
  public let version: String?
  /// Of the file; nil for built-ins.
  public let sha256: SHA256.Digest?

  public enum Origin: Sendable, Hashable {
    case builtIn
    case file(String)
  }

  public init(
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
  public var description: String {
    switch self {
    case .builtIn: "built-in"
    case .file(let path): path
    }
  }
}

/// An object of `plugins list --json`.
extension PluginEntry: Encodable {
  enum CodingKeys: String, CodingKey {
    case kind, name, form, origin, description, version, sha256
  }

  public func encode(to encoder: any Encoder) throws {
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
