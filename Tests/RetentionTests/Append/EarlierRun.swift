import Numerics
import Retention
import Tables
import TestSupport

/// Lines as an ingest reads them, with what it found out about them.
struct EarlierRun {
  let lines: SourceLines
  let findings: IngestFindings

  /// Reads texts as the files `1.csv`, `2.csv`, …
  init(_ texts: [String], settings yaml: String = "") throws {
    let folder = try TemporaryFolder()
    for (index, text) in texts.enumerated() { try folder.write(text, to: "\(index + 1).csv") }
    var ingest = TransactionIngest(settings: try retentionSettings(yaml).ingest)
    try Self.read(texts.indices.map { "\($0 + 1).csv" }, in: folder, &ingest)
    lines = try ingest.finish()
    findings = ingest.findings
  }

  /// The lines with those of a text, the file `new.csv`, behind them.
  func appending(_ text: String, settings yaml: String = "") throws -> SourceLines {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "new.csv")
    var ingest = try TransactionIngest(
      appending: try retentionSettings(yaml).ingest, to: lines, findings, memory: .unlimited, context: .serial)
    try Self.read(["new.csv"], in: folder, &ingest)
    return try ingest.finish()
  }

  private static func read(_ names: [String], in folder: TemporaryFolder, _ ingest: inout TransactionIngest) throws {
    for name in names {
      let reader = try TableReader(path: folder.path(of: name))
      _ = try ingest.begin(file: name, fields: reader.fields)
      while let batch = try reader.next() { try ingest.append(batch) }
    }
  }
}

extension SourceLines {
  /// All cells by row, as text, for comparisons; ids instead of codes.
  var cells: [[String]] {
    (0..<count).map { row in
      [
        "\(file(ofRow: row).path):\(fileLine[row])", customerIDs[row] ?? "", orderIDs[row] ?? "", productIDs[row] ?? "",
        "\(time[row])", "\(quantity[row])", "\(unitPrice[row])",
      ]
        + extras.map { extra in
          switch extra.values {
          case .text(let codes, let dictionary): codes[row] < 0 ? "" : dictionary[codes[row]]
          }
        }
    }
  }
}
