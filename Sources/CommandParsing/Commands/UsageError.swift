package import Failures

/// A mistake on the command line.
package struct UsageError: Error, Sendable, Hashable {
  /// What is wrong. Options are written with their dashes; `nearest` is a similar name that exists, nil for none.
  package enum Problem: Sendable, Hashable {
    case unknownCommand(String, nearest: String?, known: [String])
    /// A command that only groups others was given without one of them.
    case missingCommand(known: [String])
    case unknownOption(String, nearest: String?)
    /// An option of the subcommands, given before the subcommand's name.
    case misplacedOption(String, example: String)
    case missingValue(option: String, placeholder: String)
    /// A value given to a flag.
    case unexpectedValue(option: String, value: String)
    /// `expected` completes "must be …".
    case badValue(option: String, value: String, expected: String, nearest: String?)
    case repeatedOption(String)
    /// Two options that cannot be combined.
    case conflict(String, String)
    case missingOption(String, placeholder: String)
    case missingArgument(String)
    case unexpectedArgument(String)
    /// An unexpected argument that was probably meant as a value of `option`.
    case bareArgument(String, option: String)
    /// An option, as other commands have it, for what this command takes as an argument.
    case needlessOption(String, argument: String)
  }

  /// The names of the commands, with the program's name first.
  package let path: [String]
  /// What is wrong.
  package let problem: Problem

  /// - Parameter path: the names of the commands, with the program's name first.
  package init(path: [String], problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension UsageError: UserFacingError {
  /// Always `.usage`.
  package var failureKind: FailureKind { .usage }

  /// One sentence that ends with where to get help.
  package var description: String {
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
