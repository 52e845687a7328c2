import Numerics
import Pipeline
import TestSupport
import Testing

@Suite("Files that a run reads") struct InputFilesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("a\n1\n", to: "b.csv")
    try folder.write("a\n22\n", to: "a.csv")
    try folder.write("notes", to: "readme.md")
    try folder.write("a\n3\n", to: ".hidden.csv")
    try folder.write("a\n4\n", to: "upload.csv.part")
  }

  private func files(_ paths: String...) throws -> InputFiles { try InputFiles(paths, context: .serial) }

  @Test("a folder expands to its tables by name, with a note about skipped files")
  func folders() throws {
    let files = try files(folder.path)
    #expect(files.paths == [folder.path(of: "a.csv"), folder.path(of: "b.csv")])
    #expect(files.unnamed == Set(files.paths))
    #expect(files.notes == ["passed over in \(folder.path): readme.md, upload.csv.part"])
    #expect(files.warnings.isEmpty)
  }

  @Test("a pattern expands to its matches; a single match counts as named")
  func patterns() throws {
    let files = try files(folder.path(of: "b*.csv"))
    #expect(files.paths == [folder.path(of: "b.csv")] && files.unnamed.isEmpty)
    #expect(throws: InputError.noMatch(pattern: folder.path(of: "c*.csv"))) {
      try self.files(folder.path(of: "c*.csv"))
    }
  }

  @Test("a file given by several paths counts once, and so do files with equal bytes")
  func twice() throws {
    let (a, b) = (folder.path(of: "a.csv"), folder.path(of: "b.csv"))
    let detour = folder.path + "/./a.csv"
    try folder.write("a\n1\n", to: "copy.csv")
    let copy = folder.path(of: "copy.csv")
    let files = try files(a, a, detour, b, copy)
    #expect(files.paths == [a, b])
    #expect(
      files.warnings == [
        "\(a) is given twice; it is counted once", "\(detour) is the same file as \(a); it is counted once",
        "\(copy) holds the same bytes as \(b); they are counted once",
      ])
  }

  @Test("records have size and digest, for any number of threads")
  func records() throws {
    let files = try files(folder.path)
    let records = try files.records(.serial)
    #expect(records.map(\.bytes) == [5, 4])
    #expect(Set(records.map(\.sha256)).count == 2)
    #expect(try files.records(.threads(4)).map(\.sha256) == records.map(\.sha256))
  }

  @Test("a folder without a table and a missing file are errors")
  func missing() throws {
    let empty = try TemporaryFolder()
    try empty.write("x", to: "notes.md")
    #expect(throws: InputError.noTables(folder: empty.path, others: 1)) { try files(empty.path) }
    #expect(throws: (any Error).self) { try files(folder.path(of: "gone.csv")) }
  }
}
