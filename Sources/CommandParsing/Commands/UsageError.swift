public import Failures

/// A command line that cannot be understood.
public struct UsageError: Error, Sendable, Hashable {
  public enum Problem: Sendable, Hashable {
    case unknownCommand(String, nearest: String?, known: [String])
    case missingCommand(known: [String])
    case unknownOption(String, nearest: String?)
    /// Known to commands below this one, so it must stand after one of them.
    case misplacedOption(String, example: String)
    case missingValue(option: String, placeholder: String)
    case unexpectedValue(option: String, value: String)
    case badValue(option: String, value: String, expected: String, nearest: String?)
    case repeatedOption(String)
    case conflict(String, String)
    case missingOption(String, placeholder: String)
    case missingArgument(String)
    case unexpectedArgument(String)
    /// A value that has to stand behind an option.
    case bareArgument(String, option: String)
    /// An option for what stands without one.
    case needlessOption(String, argument: String)
  }

  /// With the program's name first.
  public let path: [String]
  public let problem: Problem

  public init(path: [String], problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension UsageError: UserFacingError {
  public var failureKind: FailureKind { .usage }

  public var description: String {
    let fault = fault
    return fault + (fault.hasSuffix("?") ? " See" : "; see") + " '\(path.joined(separator: " ")) --help'"
  }

  private var fault: String {
    let command = path.joined(separator: " ")
    switch problem {
    case .unknownCommand(let name, let nearest, let known):
      return "unknown command '\(name)'" + (Self.hint(nearest) ?? "; known are \(known.joined(separator: ", "))")
    case .missingCommand(let known):
      return "'\(command)' needs a command: \(known.joined(separator: ", "))"
    case .unknownOption(let name, let nearest):
      return "unknown option '\(name)' for '\(command)'" + (Self.hint(nearest) ?? "")
    case .misplacedOption(let name, let example):
      return "the option '\(name)' stands after a command, as in '\(example)'"
    case .missingValue(let option, let placeholder):
      return "'\(option)' needs a value, as in '\(option) \(placeholder)'"
    case .unexpectedValue(let option, let value):
      return "'\(option)' takes no value, but '\(value)' was given"
    case .badValue(let option, let value, let expected, let nearest):
      return "'\(option)' must be \(expected), but is '\(value)'" + (Self.hint(nearest) ?? "")
    case .repeatedOption(let option):
      return "'\(option)' may be given only once"
    case .conflict(let first, let second):
      return "'\(first)' and '\(second)' exclude each other; give one of them"
    case .missingOption(let option, let placeholder):
      return "'\(command)' needs '\(option) \(placeholder)'"
    case .missingArgument(let name):
      return "'\(command)' needs \(name)"
    case .unexpectedArgument(let value):
      return "'\(command)' does not take '\(value)'"
    case .bareArgument(let value, let option):
      return "'\(command)' takes '\(value)' only behind an option; did you mean '\(option) \(value)'?"
    case .needlessOption(let option, let argument):
      return "'\(command)' has no option '\(option)'; give \(argument) without it"
    }
  }

  private static func hint(_ nearest: String?) -> String? {
    nearest.map { "; did you mean '\($0)'?" }
  }
}
