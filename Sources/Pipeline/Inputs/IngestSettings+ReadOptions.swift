import Numerics
import Retention
import Tables

extension IngestSettings {
  /// - Parameter header: what is known of the header beside the settings.
  func readOptions(_ parallelism: Parallelism, header: TextOptions.Header? = nil) -> ReadOptions {
    var text = textOptions
    text.header = header ?? text.header
    return ReadOptions(text: text, sheets: sheet, parallelism: parallelism)
  }
}
