import Foundation
import Retention
import Settings
import Tables

/// Small valid files that mutations start from.
enum FuzzSeeds {
  /// Files of one format. Workbooks are packed here; `workbooks` has their parts, for mutations of the XML.
  static func files(_ format: FuzzFormat) -> [[UInt8]] {
    switch format {
    case .csv: csv
    case .jsonl: jsonLines.map { Array($0.utf8) }
    case .xlsx: workbooks.map { archive($0) }
    case .parquet: parquet
    case .arrow:
      [
        ArrowFixtures.types, ArrowFixtures.replaced, ArrowFixtures.deltas, ArrowFixtures.orders,
        ArrowFixtures.orderStream,
      ]
    case .mapping: mappings.map { Array($0.utf8) }
    case .yaml: configurations.map { Array($0.utf8) }
    }
  }

  private static let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price,note\n"

  private static let csv: [[UInt8]] = {
    let plain =
      header + "17850,536365,85123A,2010-12-01 08:26:00,6,2.55,\"a, \"\"b\"\"\"\n"
      + ",C536379,D,2010-12-01T09:41:00+01:00,-1,27.50,\n0042,536380,22961,13/12/2010 9:41,24,1e3,\"two\nlines\"\n"
    let german = plain.replacingOccurrences(of: ",", with: ";").replacingOccurrences(of: "2.55", with: "2,55")
    let windows = "\u{FEFF}" + plain.replacingOccurrences(of: "\n", with: "\r\n")
    let texts = [plain, german, windows, plain.replacingOccurrences(of: ",", with: "\t")].map { Array($0.utf8) }
    // Words in GBK and in Windows-1251.
    let chinese = Array(header.utf8) + Array("1,2,".utf8) + [0xba, 0xec, 0xc9, 0xab, 0xc1, 0xac, 0xd2, 0xc2]
    let russian = Array(header.utf8) + Array("1,2,".utf8) + [0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0]
    return texts + [gzip(texts[0]), chinese, russian]
  }()

  private static let jsonLines = [
    #"{"customer_id": "17850", "order_id": 536365, "product_id": "85123A", "order_datetime": "2010-12-01 08:26:00", "#
      + #""quantity": 6, "unit_price": 2.55, "note": "a \"b\" \u00e4"}"# + "\n"
      + #"{"customer_id": null, "order_id": 536366, "product_id": "D", "order_datetime": "2010-12-01T09:41:00", "#
      + #""quantity": -1, "unit_price": 27, "gift": true, "tags": ["a", {"b": 1}]}"# + "\n",
    "{}\n{\"a\": 1}\n\n{\"a\": 1.5, \"b\": {\"c\": []}}\n",
  ]

  /// A gzip file of one stored block (RFC 1952).
  private static func gzip(_ text: [UInt8]) -> [UInt8] {
    func little(_ value: UInt32, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
    let count = UInt32(text.count)
    let checksum = text.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1 }
    }
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(count, 2) + little(~count, 2) + text
      + little(~checksum, 4) + little(count, 4)
  }

  static let workbooks: [MadeWorkbook] = {
    let names = ["customer_id", "order_id", "product_id", "order_datetime", "quantity", "unit_price"]
    let rows: [[MadeWorkbook.Cell]] = [
      names.map { .text($0) },
      [
        .number("17850"), .number("536365"), .text("85123A"), .date("40513.351388888892"), .number("6"),
        .number("2.5499999999999998"),
      ],
      [.blank, .text("C536379"), .inline("D"), .date("40513.5", style: 2), .number("-1"), .formula("27.5")],
      [.text("0042"), .number("536380"), .error("#N/A"), .raw("<c% t=\"d\"><v>2010-12-01</v></c>"), .bool(true)],
    ]
    return [
      MadeWorkbook([.init("orders", rows)]),
      MadeWorkbook(
        [.init("Cover", [[.text("Sales")]]), .init("data", rows, firstRow: 4, hasReferences: false)], is1904: true,
        sharedXML: ["<r><t>rich</t></r><r><t> text_x000A_</t></r><rPh sb=\"0\" eb=\"1\"><t>guide</t></rPh>"]),
    ]
  }()

  private static func archive(_ workbook: MadeWorkbook) -> [UInt8] {
    guard let bytes = try? workbook.packed() else { preconditionFailure("a made workbook can be packed") }
    return bytes
  }

  private static let parquet: [[UInt8]] = {
    let texts = ["17850", nil, "0042", "a"]
    let orders = Table(columns: [
      Column(name: "customer_id", values: .dictionary(DictionaryColumn(texts))),
      Column(name: "order_id", values: .string(StringColumn(["1", "C2", "3", "4"]))),
      Column(name: "product_id", values: .double(Primitive([1, nil, 3, 4], placeholder: 0))),
      Column(name: "order_datetime", values: .timestamp(Primitive((1...4).map { Int64($0) * 86_400_000_000 }))),
      Column(name: "quantity", values: .int32(Primitive([6, -1, nil, 2], placeholder: 0))),
      Column(name: "unit_price", values: .double(Primitive([2.55, 3, 0, 1e308]))),
      Column(name: "flag", values: .bool(Primitive([true, nil, false, true], placeholder: false))),
      Column(name: "day", values: .date(Primitive([1, 2, 3, 4]))),
    ])
    return [1, 4].map { rows in
      let path = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)").path
      defer { unlink(path) }
      guard let writer = try? ParquetWriter(path: path, fields: orders.fields),
        (try? writer.write(orders, rowGroupRows: rows)) != nil, (try? writer.close()) != nil,
        let data = FileManager.default.contents(atPath: path)
      else { preconditionFailure("a small table can be written") }
      return Array(data)
    }
  }()

  private static let mappings = [
    #"{"customer_id": "ClientNumber", "order_id": "TxnID", "order_datetime": "PurchaseDate", "product_id": "SKU"}"#,
    #"{"quantity": "Units", "unit_price": "Price \u00e4 \ud83d\ude42", "line_total": null}"#, "{}",
  ]

  private static let configurations = [
    "run:\n  seed: 7\n  threads: null\ningest:\n  mapping: {customer_id: Client, order_id: 'Txn'}\n  decimal: comma\n",
    "cleaning:\n  cancellation_prefixes: [C, \"A\"]\n  min_orders: 2\nchurn:\n  horizon_days: 0x5A\n",
    "a: &a [1, 2.5e3, ~, !!str x]\nb: *a\nrun:\n  seed: |\n    7\n---\n",
    RetentionParameters.catalog.defaults.canonicalYAML(),
  ]
}
