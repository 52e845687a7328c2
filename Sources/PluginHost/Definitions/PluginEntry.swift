/// What is known about a plugin without using it.
public struct PluginEntry: Sendable, Hashable {
  public let kind: PluginKind
  public let name: String
  public let form: PluginForm
  public let origin: Origin
  /// One line; empty where a file says nothing.
  public let summary: String
  public let version: String?
  /// Of the file, by the function that the registry was given; nil for built-ins.
  public let sha256: String?

  public enum Origin: Sendable, Hashable {
    case builtIn
    case file(String)
  }

  public init(
    kind: PluginKind, name: String, form: PluginForm, origin: Origin, summary: String, version: String? = nil,
    sha256: String? = nil
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
