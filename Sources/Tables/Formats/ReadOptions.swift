public import Numerics

/// How to read a table.
public struct ReadOptions: Sendable {
  /// Columns to read, in this order; nil for all that can be read.
  public var columns: [String]?
  /// What is known of a text file.
  public var text: TextOptions
  /// The sheets of a workbook.
  public var sheets: SheetChoice
  /// How the strings of Parquet and Arrow come back; those of CSV and XLSX always come as one dictionary per batch.
  public var strings: StringReading
  /// Most rows of a batch, in all formats but CSV.
  public var batchRows: Int
  /// Bytes of (decompressed) text per batch of CSV. A longer line makes a longer batch.
  public var blockSize: Int
  /// Never changes what is read.
  public var parallelism: Parallelism

  public init(
    columns: [String]? = nil, text: TextOptions = TextOptions(), sheets: SheetChoice = .automatic,
    strings: StringReading = .dictionary, batchRows: Int = 1 << 17, blockSize: Int = 4 << 20,
    parallelism: Parallelism = .allCores
  ) {
    self.columns = columns
    self.text = text
    self.sheets = sheets
    self.strings = strings
    self.batchRows = max(1, batchRows)
    self.blockSize = max(16, blockSize)
    self.parallelism = parallelism
  }
}

/// The type of string columns that come out of a Parquet or Arrow file.
public enum StringReading: Sendable, Hashable {
  /// All as dictionaries: text is then processed once per distinct value.
  case dictionary
  /// As the file says.
  case asStored
}
