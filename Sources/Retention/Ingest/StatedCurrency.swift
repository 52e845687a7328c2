/// The first currency stated beside an amount.
package struct StatedCurrency: Sendable, Hashable, Codable {
  /// A sign, a code or a word.
  package let mark: String
  /// Path of the file that states it.
  package let file: String

  package init(mark: String, file: String) {
    self.mark = mark
    self.file = file
  }
}
