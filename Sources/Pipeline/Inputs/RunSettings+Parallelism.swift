import Numerics
import Retention

extension RunSettings {
  var parallelism: Parallelism { threads.map { Parallelism(threads: $0) } ?? .allCores }
}
