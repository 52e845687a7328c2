/// Which sheets of a workbook are read; those that are must have the same columns.
public enum SheetChoice: Sendable, Hashable {
  /// The first visible sheet that looks like a table with rows, and all visible ones with its columns.
  case automatic
  /// Every sheet with a table, hidden ones too.
  case all
  /// In this order; not empty.
  case named([String])
}
