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
  /// - Parameters:
  ///   - ranges: of all rows.
  ///   - configuration: digest of the settings that affect results.
  init(
    _ rows: FeatureRows, _ ranges: FeatureRanges, windowDays: Int, calendar: SnapshotCalendar,
    configuration: SHA256.Digest
  ) {
    createdAt = .now
    self.configuration = configuration
    source = ArtefactPath.cleaned
    self.windowDays = windowDays
    dataStart = timestampString(calendar.dataStart)
    dataEnd = timestampString(calendar.dataEnd)
    scoringSnapshot = calendar.scoring.description
    snapshots = zip(rows.snapshots, rows.customers).map { SnapshotCount(day: $0.description, customers: $1.count) }
    features = zip(Feature.allCases, ranges.byFeature).map { FeatureEntry($0, $1) }
  }
}

extension FeatureMetadata.FeatureEntry {
  init(_ feature: Feature, _ range: FeatureRanges.Range) {
    let description = feature.description
    self.init(
      name: description.name, type: description.type.rawValue, unit: description.unit, group: description.group,
      meaning: description.meaning, nullRule: description.nullRule ?? "never null", nulls: range.nulls,
      min: range.low, mean: range.sum / Double(range.count), max: range.high)
  }
}

/// What the values of each feature lie between, over blocks that come one after the other.
struct FeatureRanges {
  /// By `Feature`.
  private(set) var byFeature = [Range](repeating: Range(), count: Feature.count)

  struct Range {
    /// Values that are not null.
    fileprivate(set) var count = 0
    fileprivate(set) var nulls = 0
    fileprivate(set) var sum = 0.0
    fileprivate(set) var low = Double.infinity
    fileprivate(set) var high = -Double.infinity

    fileprivate mutating func add(_ values: UnsafeBufferPointer<Double>) {
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

  /// - Throws: `Cancelled`.
  mutating func add(_ block: SnapshotFeatures, context: ExecutionContext) throws(Cancelled) {
    let before = byFeature
    byFeature = try context.map(Feature.count) { feature in
      var range = before[feature]
      block.values.withColumn(feature) { range.add($0) }
      return range
    }
  }
}
