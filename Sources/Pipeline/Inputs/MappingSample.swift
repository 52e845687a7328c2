import Retention
import Tables

/// The first rows of files, which show whether their mapping can be meant. Files with the same header are looked at
/// until there are enough rows of them together.
struct MappingSample {
  /// Rows to look at.
  static let rows = 5_000

  private let trusts: Bool
  private var looked: [[String]: Int] = [:]
  private var current: (profiler: FileProfiler, bound: BoundMapping, path: String, fields: [Field])?

  /// - Parameter trusts: whether mappings are not questioned.
  init(trusts: Bool) { self.trusts = trusts }

  /// Begins a file.
  ///
  /// - Parameter fields: its own, and those of joined files.
  mutating func begin(_ path: String, _ fields: [Field], _ bound: BoundMapping) {
    let known = looked[fields.map(\.name), default: 0]
    current =
      trusts || known >= Self.rows
      ? nil : (FileProfiler(fields: fields, rows: Self.rows - known), bound, path, fields)
  }

  /// Looks at a batch of the file.
  ///
  /// - Returns: warnings, once the file has shown enough.
  /// - Throws: `MappingDoubt`, `CustomerTableError`.
  mutating func add(_ batch: TableBatch) throws -> [String] {
    guard current != nil else { return [] }
    current?.profiler.add(batch)
    return current?.profiler.isFull == true ? try end() : []
  }

  /// Ends the file: as above.
  mutating func end() throws -> [String] {
    guard let (profiler, bound, path, fields) = current, profiler.rowCount > 0 else { return [] }
    current = nil
    let headers = fields.map(\.name)
    let isFirst = looked[headers] == nil
    looked[headers, default: 0] += profiler.rowCount
    let warnings = try Self.check(profiler.profile(isWhole: !profiler.isFull), bound, file: path)
    return isFirst ? warnings : []
  }

  /// What speaks against a mapping.
  ///
  /// - Returns: warnings.
  /// - Throws: `MappingDoubt`, `CustomerTableError`.
  static func check(_ profile: FileProfile, _ bound: BoundMapping, file: String) throws -> [String] {
    if let table = CustomerTable(profile) { throw CustomerTableError(file: file, table: table) }
    let check = MappingCheck(profile, bound, file: file)
    if let doubt = check.doubt { throw doubt }
    return check.warnings
  }
}
