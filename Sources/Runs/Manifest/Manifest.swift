package import Hashing

/// The contents of `run.json`: what a run read, how it was made, and digests that show whether its files are unchanged.
///
/// The code that makes runs can store facts of its own beside these keys: see `text(with:)`.
package struct Manifest: Sendable, Hashable, Codable {
  package static let fileName = "run.json"
  /// Version of this file's format; readers reject later ones.
  package static let currentFormat = 1

  package var format = Manifest.currentFormat
  package var runID: RunID
  /// The run that this one started from or added lines to.
  package var parent: RunID?
  package var started: Timestamp
  /// nil until the run is published.
  package var finished: Timestamp?
  /// Arguments, the program's name first; empty if the run was not started from a command line.
  package var commandLine: [String]
  package var seed: UInt64
  package var threads: Int
  package var versions: Versions
  package var machine: Machine
  /// SHA-256 of `config.yaml`.
  package var configHash: SHA256.Digest
  /// Files that were read, after those of the parent.
  package var inputs: [InputFile]
  package var plugins: [PluginRecord]
  /// Every file of the run except this one and the log, in bytewise order of their paths.
  package var artefacts: [Artefact]

  package init(
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
  package struct InputFile: Sendable, Hashable, Codable {
    /// The path as given.
    package var path: String
    /// Absolute path with links resolved; nil if it was not recorded.
    package var location: String?
    /// Size in bytes.
    package var bytes: Int
    package var sha256: SHA256.Digest
    /// nil if the file was not read as a table.
    package var rows: Int?
    /// The format and how the file was read, in words; nil if `rows` is.
    package var readAs: String?
    /// Sheets of a workbook by name, if its rows come from several; nil otherwise.
    package var sheets: [String]?

    enum CodingKeys: String, CodingKey {
      case path, location, bytes, sha256, rows
      case readAs = "read_as"
      case sheets
    }

    package init(path: String, location: String? = nil, bytes: Int, sha256: SHA256.Digest, rows: Int? = nil) {
      self.path = path
      self.location = location
      self.bytes = bytes
      self.sha256 = sha256
      self.rows = rows
    }
  }

  /// A plugin that the run used and that is not built in.
  package struct PluginRecord: Sendable, Hashable, Codable {
    /// Such as `naming` or `churn`.
    package var kind: String
    package var name: String
    /// As stated in the definition file; nil if it states none.
    package var version: String?
    /// Digest of the definition file.
    package var sha256: SHA256.Digest

    package init(kind: String, name: String, version: String? = nil, sha256: SHA256.Digest) {
      self.kind = kind
      self.name = name
      self.version = version
      self.sha256 = sha256
    }
  }

  /// A file that was written. Its path is relative to the run's folder.
  package struct Artefact: Sendable, Hashable, Codable {
    package var path: String
    /// Size in bytes.
    package var bytes: Int
    package var sha256: SHA256.Digest

    package init(path: String, bytes: Int, sha256: SHA256.Digest) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
    }
  }
}
