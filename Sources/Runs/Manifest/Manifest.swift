public import Hashing

/// `run.json`: all that is needed to know what a run read, how it was made, and whether its files are still the same.
///
/// Whoever makes runs may keep facts of their own in the same file, beside these keys: see `text(with:)`.
public struct Manifest: Sendable, Hashable, Codable {
  public static let fileName = "run.json"
  /// Of this file's format; readers refuse a later one.
  public static let currentFormat = 1

  public var format = Manifest.currentFormat
  public var runID: RunID
  /// The run a stage subcommand started from.
  public var parent: RunID?
  public var started: Timestamp
  public var finished: Timestamp?
  /// With the program's name first.
  public var commandLine: [String]
  public var seed: UInt64
  public var threads: Int
  public var versions: Versions
  public var machine: Machine
  /// SHA-256 of `config.yaml`.
  public var configHash: SHA256.Digest
  public var inputs: [InputFile]
  public var plugins: [PluginRecord]
  /// Every file of the run but this one and the log, sorted by path.
  public var artefacts: [Artefact]

  public init(
    runID: RunID, parent: RunID? = nil, started: Timestamp, commandLine: [String], seed: UInt64, threads: Int,
    versions: Versions, machine: Machine = .current, configHash: SHA256.Digest, inputs: [InputFile] = [],
    plugins: [PluginRecord] = []
  ) {
    self.runID = runID
    self.parent = parent
    self.started = started
    self.commandLine = commandLine
    self.seed = seed
    self.threads = threads
    self.versions = versions
    self.machine = machine
    self.configHash = configHash
    self.inputs = inputs
    self.plugins = plugins
    artefacts = []
  }

  enum CodingKeys: String, CodingKey {
    case format
    case runID = "run_id"
    case parent, started, finished
    case commandLine = "command_line"
    case seed, threads, versions, machine
    case configHash = "config_sha256"
    case inputs, plugins, artefacts
  }

  /// A file that was read.
  public struct InputFile: Sendable, Hashable, Codable {
    /// As it was given.
    public var path: String
    /// In full, without links; nil in runs of another kind.
    public var location: String?
    public var bytes: Int
    public var sha256: SHA256.Digest
    /// Nil where the file was not read as a table.
    public var rows: Int?
    /// The format, and what was found out about it, in words; nil with `rows`.
    public var readAs: String?

    enum CodingKeys: String, CodingKey {
      case path, location, bytes, sha256, rows
      case readAs = "read_as"
    }

    public init(path: String, location: String? = nil, bytes: Int, sha256: SHA256.Digest, rows: Int? = nil) {
      self.path = path
      self.location = location
      self.bytes = bytes
      self.sha256 = sha256
      self.rows = rows
    }
  }

  /// A plugin that took part and is not built in.
  public struct PluginRecord: Sendable, Hashable, Codable {
    public var kind: String
    public var name: String
    public var version: String?
    public var sha256: SHA256.Digest

    public init(kind: String, name: String, version: String? = nil, sha256: SHA256.Digest) {
      self.kind = kind
      self.name = name
      self.version = version
      self.sha256 = sha256
    }
  }

  /// A file that was written; the path is relative to the run's folder.
  public struct Artefact: Sendable, Hashable, Codable {
    public var path: String
    public var bytes: Int
    public var sha256: SHA256.Digest

    public init(path: String, bytes: Int, sha256: SHA256.Digest) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
    }
  }
}
