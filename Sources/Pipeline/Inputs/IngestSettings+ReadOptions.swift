import Numerics
import Retention
import Tables

extension IngestSettings {
  func readOptions(_ parallelism: Parallelism) -> ReadOptions {
    ReadOptions(text: textOptions, sheets: sheet, parallelism: parallelism)
  }
}
