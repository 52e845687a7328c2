/// What a format does: describe its columns, and hand out batches until there are none.
protocol BatchSource: AnyObject {
  var fields: [Field] { get }
  var skippedColumns: [String] { get }
  var warnings: [String] { get }
  var notes: [String] { get }
  func next() throws(TableError) -> TableBatch?
}

extension BatchSource {
  var warnings: [String] { [] }
  var notes: [String] { [] }
}
