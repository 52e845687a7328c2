/// The first currency stated beside an amount.
public struct StatedCurrency: Sendable, Hashable, Codable {
  /// A sign, a code or a word.
  public let mark: String
  /// Path of the file that states it.
  public let file: String

  public init(mark: String, file: String) {
    self.mark = mark
    self.file = file
  }
}
