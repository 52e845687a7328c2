import CivilTime
import Hashing
import Numerics
import Retention
import Runs
import Tables

/// `data/feature_metadata.json`: the feature catalog, with the source of the features and their ranges in this run.
struct FeatureMetadata: Encodable {
  let createdAt: Timestamp
  let configuration: SHA256.Digest
  let source: String
  let windowDays: Int
  let dataStart: String
  let dataEnd: String
  let scoringSnapshot: String
  let snapshots: [SnapshotCount]
  let features: [FeatureEntry]

  struct SnapshotCount: Encodable {
    let day: String
    let customers: Int

    enum CodingKeys: String, CodingKey {
      case day = "snapshot_date"
      case customers
    }
  }

  struct FeatureEntry: Encodable {
    let name: String
    let type: String
    let unit: String
    let group: String
    let meaning: String
    let nullRule: String
    let nulls: Int
    @Nullable var min: Double?
    @Nullable var mean: Double?
    @Nullable var max: Double?

    enum CodingKeys: String, CodingKey {
      case name, type, unit, group, meaning
      case nullRule = "null_rule"
      case nulls, min, mean, max
    }
  }

  enum CodingKeys: String, CodingKey {
    case createdAt = "created_at"
    case configuration = "config_sha256"
    case source
    case windowDays = "window_days"
    case dataStart = "data_start"
    case dataEnd = "data_end"
    case scoringSnapshot = "scoring_snapshot"
    case snapshots, features
  }
}

extension FeatureMetadata {
  /// - Parameter configuration: digest of the settings that affect results.
  init(_ table: FeatureTable, calendar: SnapshotCalendar, configuration: SHA256.Digest) {
    createdAt = .now
    self.configuration = configuration
    source = ArtefactPath.cleaned
    windowDays = table.windowDays
    dataStart = timestampString(calendar.dataStart)
    dataEnd = timestampString(calendar.dataEnd)
    scoringSnapshot = calendar.scoring.description
    snapshots = table.snapshots.map { SnapshotCount(day: $0.snapshot.description, customers: $0.rows) }
    features = Feature.allCases.map { FeatureEntry($0, table) }
  }
}

extension FeatureMetadata.FeatureEntry {
  init(_ feature: Feature, _ table: FeatureTable) {
    var (count, nulls, sum, low, high) = (0, 0, 0.0, Double.infinity, -Double.infinity)
    for block in table.snapshots {
      block.values.withColumn(feature.rawValue) { values in
        for value in values {
          if value.isNaN {
            nulls += 1
          } else {
            count += 1
            sum += value
            low = Swift.min(low, value)
            high = Swift.max(high, value)
          }
        }
      }
    }
    let description = feature.description
    self.init(
      name: description.name, type: description.type.rawValue, unit: description.unit, group: description.group,
      meaning: description.meaning, nullRule: description.nullRule ?? "never null", nulls: nulls, min: low,
      mean: sum / Double(count), max: high)
  }
}
