import Hashing
import Retention
import Runs
import Settings

/// The facts that `run.json` holds beside the manifest.
struct RunFacts: Sendable, Codable {
  /// What the inputs show as a whole; nil if neither this run nor the one it started from read order lines.
  var ingest: IngestFindings?
  /// What cleaned lines and features depend on.
  var madeWith: Fingerprint?

  enum CodingKeys: String, CodingKey {
    case ingest
    case madeWith = "made_with"
  }
}

/// SHA-256 of the program's version and the settings that results depend on; nil for results that were not made.
struct Fingerprint: Sendable, Hashable, Codable {
  var clean: SHA256.Digest?
  var features: SHA256.Digest?

  init() {}

  /// Fingerprints of cleaned lines and features as a run with this configuration makes them.
  init(_ configuration: Configuration) {
    clean = Self.digest(of: ["cleaning"], in: configuration)
    features = Self.digest(of: ["cleaning", "features"], in: configuration)
  }

  /// Of the program's version and the settings of some sections.
  static func digest(of sections: [String], in configuration: Configuration) -> SHA256.Digest {
    let entries = configuration.entries.filter { entry in
      sections.contains { entry.key == $0 || entry.key.hasPrefix($0 + ".") }
    }
    let lines = [Versions.retentionFast] + entries.map { "\($0.key)=\($0.value)" }
    return SHA256.digest(of: lines.joined(separator: "\n"))
  }
}
