/// What a file is that holds no table, by its first bytes, and what to do about it.
struct ForeignFile {
  let found: String
  let advice: String

  /// Nil where the bytes are of none that is known.
  init?(_ head: [UInt8]) {
    guard let known = Self.known.first(where: { $0.fits(head) }) else { return nil }
    (found, advice) = (known.found, known.advice.rawValue)
  }

  func error(path: String) -> TableError { .notATable(path: path, found: found, advice: advice) }

  private enum Advice: String {
    case export = "export the order lines as CSV or XLSX from the program that they come from"
    case query = "export the table of order lines from the database as CSV"
    case unpack = "unpack it, and name the files in it"
    case save = "save the table in it as CSV, XLSX or Parquet with the program that wrote it"
  }

  private struct Signature {
    let bytes: [UInt8]
    let offset: Int
    let found: String
    let advice: Advice

    init(_ text: String, at offset: Int = 0, _ found: String, _ advice: Advice) {
      self.init(Array(text.utf8), at: offset, found, advice)
    }

    init(_ bytes: [UInt8], at offset: Int = 0, _ found: String, _ advice: Advice) {
      self.bytes = bytes
      self.offset = offset
      self.found = found
      self.advice = advice
    }

    func fits(_ head: [UInt8]) -> Bool { head.dropFirst(offset).starts(with: bytes) }
  }

  private static let known = [
    Signature("%PDF-", "a PDF document", .export),
    Signature("%!PS", "a PostScript document", .export),
    Signature("{\\rtf", "a text document (RTF)", .export),
    Signature([0x89, 0x50, 0x4e, 0x47], "an image (PNG)", .export),
    Signature([0xff, 0xd8, 0xff], "an image (JPEG)", .export),
    Signature("GIF8", "an image (GIF)", .export),
    Signature([0x49, 0x49, 0x2a, 0x00], "an image (TIFF)", .export),
    Signature([0x4d, 0x4d, 0x00, 0x2a], "an image (TIFF)", .export),
    Signature("WEBP", at: 8, "an image (WebP)", .export),
    Signature("SQLite format 3\0", "a database (SQLite)", .query),
    Signature("Standard Jet DB", at: 4, "a database (Access)", .query),
    Signature("Standard ACE DB", at: 4, "a database (Access)", .query),
    Signature("DUCK", at: 8, "a database (DuckDB)", .query),
    Signature("PGDMP", "a dump of a database (PostgreSQL)", .query),
    Signature([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "an archive (7z)", .unpack),
    Signature("Rar!", "an archive (RAR)", .unpack),
    // Custard cream is none.
    Signature("ustar\0", at: 257, "an archive (tar)", .unpack),
    Signature("ustar  \0", at: 257, "an archive (tar)", .unpack),
    Signature("1AY&SY", at: 4, "a file packed with bzip2", .unpack),
    Signature([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "a file packed with xz", .unpack),
    Signature([0x04, 0x22, 0x4d, 0x18], "a file packed with lz4", .unpack),
    Signature([0x89, 0x48, 0x44, 0x46], "an HDF5 file", .save),
    Signature([0x4f, 0x62, 0x6a, 0x01], "an Avro file", .save),
    Signature([0x4f, 0x52, 0x43, 0x11], "an ORC file", .save),
    Signature("RDX2\n", "data of R", .save),
    Signature("RDX3\n", "data of R", .save),
    Signature("RDA2\n", "data of R", .save),
    Signature("$FL2", "data of SPSS", .save),
    Signature("$FL3", "data of SPSS", .save),
    Signature("<stata_dta>", "data of Stata", .save),
    Signature([0xc2, 0xea, 0x81, 0x60], at: 12, "data of SAS", .save),
    Signature([0x80, 0x04, 0x95], "a pickle of Python", .save),
    Signature([0x80, 0x05, 0x95], "a pickle of Python", .save),
    Signature([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], "an array of NumPy", .save),
    Signature([0x7f, 0x45, 0x4c, 0x46], "a program", .export),
  ]
}
