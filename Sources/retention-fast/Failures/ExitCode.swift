/// The exit status of the process. Scripts rely on the numbers.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case ok = 0
  case internalError = 1
  case usage = 2
  case configuration = 3
  case input = 4
  case validation = 5
  case notEnoughData = 6
  case modelNotBetter = 7
  case drift = 8
  case plugin = 9
  case locked = 10
  case resources = 11
  case verification = 12
  case interrupted = 130
}

extension ExitCode {
  /// A few words for `--help`.
  package var meaning: String {
    switch self {
    case .ok: "ok"
    case .internalError: "internal error"
    case .usage: "wrong use of the command line, or an output folder that cannot be written"
    case .configuration: "wrong configuration"
    case .input: "input unreadable or malformed"
    case .validation: "validation failed"
    case .notEnoughData: "not enough data"
    case .modelNotBetter: "model not better than the one it would replace"
    case .drift: "drift found"
    case .plugin: "a plugin failed"
    case .locked: "another run holds the lock"
    case .resources: "out of disk space or memory"
    case .verification: "verification found a difference"
    case .interrupted: "interrupted"
    }
  }
}
