import CivilTime
import Foundation
import Numerics
import Retention
import Settings
import Tables
import TestSupport

/// Settings of all stages, from a document over the defaults.
func retentionSettings(_ yaml: String = "") throws -> RetentionSettings {
  try RetentionSettings(RetentionParameters.catalog.resolve(yaml: yaml))
}

/// Reads files of a folder as order lines; in the lines they have their bare names.
func ingest(
  _ names: [String], in folder: TemporaryFolder, settings yaml: String = "",
  mapping: [CanonicalColumn: String]? = nil, blockSize: Int = 4 << 20, memory: LineMemory = .unlimited,
  threads: Int = 1
) throws -> SourceLines {
  let named = (mapping ?? [:]).map { column, header in
    (column.rawValue, YAMLNode(.scalar(YAMLScalar(header)), at: SourcePosition(.file("mapping"))))
  }
  let configuration = try RetentionParameters.catalog.resolve(yaml: yaml)
    .overriding("ingest.mapping", with: Dictionary(uniqueKeysWithValues: named))
  let settings = try IngestSettings(configuration)
  var ingest = TransactionIngest(settings: settings, memory: memory, context: .threads(threads))
  return try ingest.lines(of: names, in: folder, settings.textOptions, blockSize: blockSize)
}

extension TransactionIngest {
  /// Reads files of a folder; in the lines they have their bare names.
  mutating func lines(
    of names: [String], in folder: TemporaryFolder, _ text: TextOptions = TextOptions(), blockSize: Int = 4 << 20
  ) throws -> SourceLines {
    for name in names {
      let options = ReadOptions(text: text, blockSize: blockSize, parallelism: .serial)
      let reader = try TableReader(path: folder.path(of: name), options: options)
      _ = try begin(file: name, fields: reader.fields, header: reader.header)
      while let batch = try reader.next() { try append(batch) }
    }
    return try finish()
  }
}

/// Reads texts as the files `1.csv`, `2.csv`, …
func ingest(
  _ texts: String..., settings yaml: String = "", mapping: [CanonicalColumn: String]? = nil
) throws -> SourceLines {
  let folder = try TemporaryFolder()
  let names = texts.indices.map { "\($0 + 1).csv" }
  for (name, text) in zip(names, texts) { try folder.write(text, to: name) }
  return try ingest(names, in: folder, settings: yaml, mapping: mapping)
}

/// Seven canonical columns, a line each.
func canonical(_ lines: String...) -> String {
  (["customer_id,order_id,product_id,order_datetime,quantity,unit_price"] + lines).joined(separator: "\n") + "\n"
}

func clean(_ source: SourceLines, _ yaml: String = "", asOf: Snapshot? = nil) throws -> CleanedLines {
  let settings = try retentionSettings(yaml)
  return try LineCleaner(
    settings: settings.cleaning, ingest: settings.ingest, features: settings.features,
    churnHorizonDays: settings.churn.horizonDays, asOf: asOf,
    plausibleTimes: settings.validation.plausibleTimes(today: CivilDate("2026-01-01")!)
  ).clean(source, context: .threads(2))
}

extension SourceLines {
  var customerIDs: [String?] { customer.map { $0 < 0 ? nil : customers[$0] } }
  var orderIDs: [String?] { order.map { $0 < 0 ? nil : orders[$0] } }
  var productIDs: [String?] { product.map { $0 < 0 ? nil : products[$0] } }
  var amounts: [Double] { (0..<count).map { amount(ofRow: $0) } }
}
