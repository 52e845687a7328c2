import Hashing
import Retention
import Runs
import Settings

/// What `run.json` says beside the manifest.
struct RunFacts: Sendable, Codable {
  /// What the inputs showed as a whole; nil where no order lines were read.
  var ingest: IngestFindings?
  /// What cleaned lines and features were made with.
  var madeWith: Fingerprint?

  enum CodingKeys: String, CodingKey {
    case ingest
    case madeWith = "made_with"
  }
}

/// SHA-256 of the settings, and of the program's version, that results go by; nil where these were not made.
struct Fingerprint: Sendable, Hashable, Codable {
  var clean: SHA256.Digest?
  var features: SHA256.Digest?

  init() {}

  /// Of cleaned lines and features as a run with this configuration makes them.
  init(_ configuration: Configuration) {
    func digest(_ sections: String...) -> SHA256.Digest {
      let entries = configuration.entries.filter { entry in sections.contains { entry.key.hasPrefix($0 + ".") } }
      let lines = [Versions.retentionFast] + entries.map { "\($0.key)=\($0.value)" }
      return SHA256.digest(of: lines.joined(separator: "\n"))
    }
    clean = digest("cleaning")
    features = digest("cleaning", "features")
  }
}
