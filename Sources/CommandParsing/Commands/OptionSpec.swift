/// An option, declared once: parsing, checks and help all use this declaration.
public struct OptionSpec: Sendable, Hashable {
  /// Without the dashes: `as-of`.
  public let name: String
  /// The letter after a single dash: `h`; nil for none.
  public let short: Character?
  /// How many values it takes.
  public let form: Form
  /// What its values must look like.
  public let kind: ValueKind
  /// What a value is called in help: `DATE`.
  public let placeholder: String
  /// Where help lists it.
  public let group: OptionGroup
  /// One sentence for help, without a period.
  public let abstract: String
  /// The default, in words for help; nil for none.
  public let standard: String?
  /// Names of options that cannot be combined with this one.
  public private(set) var excludes: [String]
  /// Whether the command requires it.
  public private(set) var presence = Presence.optional
  /// Whether an unexpected argument was probably meant as a value of this option.
  public private(set) var catchesBareArguments = false

  /// How often an option may be given, and how many values follow it.
  public enum Form: Sendable, Hashable {
    /// No value.
    case flag
    /// One value; may be given once.
    case single
    /// One value each time; may be given repeatedly.
    case repeated
    /// One or more values each time; may be given repeatedly.
    case list
  }
}

extension OptionSpec {
  /// Whether a command requires an option.
  public enum Presence: Sendable, Hashable {
    case optional, required
  }

  /// The same option, for a command that requires it.
  public var required: OptionSpec {
    var option = self
    option.presence = .required
    return option
  }
}

extension OptionSpec {
  /// The same option, suggested in the error about an unexpected argument.
  public var catchingBareArguments: OptionSpec {
    var option = self
    option.catchesBareArguments = true
    return option
  }

  /// The same option, for a command where it cannot be combined with the option `name`.
  public func excluding(_ name: String) -> OptionSpec {
    var option = self
    option.excludes.append(name)
    return option
  }
}

/// The heading under which help lists an option. Help lists the groups in the order of the cases.
public enum OptionGroup: String, Sendable, CaseIterable {
  case command = "Options"
  case input = "Input"
  case settings = "Settings"
  case output = "Output"
  case display = "Display"
}

extension OptionSpec {
  /// Declares an option without a value.
  ///
  /// - Parameters:
  ///   - name: without the dashes.
  ///   - excludes: names of options that cannot be combined with this one.
  public static func flag(
    _ name: String, short: Character? = nil, group: OptionGroup = .command, excludes: [String] = [], _ abstract: String
  ) -> OptionSpec {
    OptionSpec(
      name: name, short: short, form: .flag, kind: .text, placeholder: "", group: group, abstract: abstract,
      standard: nil, excludes: excludes)
  }

  /// Declares an option with one or more values.
  ///
  /// - Parameters:
  ///   - name: without the dashes.
  ///   - standard: the default, in words for help.
  ///   - excludes: names of options that cannot be combined with this one.
  /// - Precondition: `form` is not `.flag`.
  public static func value(
    _ name: String, _ placeholder: String, _ kind: ValueKind = .text, form: Form = .single,
    group: OptionGroup = .command, standard: String? = nil, excludes: [String] = [], _ abstract: String
  ) -> OptionSpec {
    precondition(form != .flag, "a flag has no value")
    return OptionSpec(
      name: name, short: nil, form: form, kind: kind, placeholder: placeholder, group: group, abstract: abstract,
      standard: standard, excludes: excludes)
  }

  /// With the dashes, as in help and errors: `--as-of`.
  public var flag: String { "--\(name)" }
}

/// A positional argument.
public struct ArgumentSpec: Sendable, Hashable {
  /// Whether an argument may be omitted or repeated; a list may be empty.
  public enum Form: Sendable, Hashable {
    case required, optional, list
  }

  /// As in help: `NAME`.
  public let name: String
  /// How many values it stands for.
  public let form: Form
  /// One sentence for help, without a period.
  public let abstract: String
  /// Name of the option by which other commands take the same values; nil for none.
  public let optionElsewhere: String?

  /// Declares an argument.
  public init(_ name: String, _ abstract: String, form: Form = .required, optionElsewhere: String? = nil) {
    self.name = name
    self.form = form
    self.abstract = abstract
    self.optionElsewhere = optionElsewhere
  }
}

extension OptionSpec {
  /// Shows help for the command it is given to.
  public static let help = flag("help", short: "h", group: .display, "Show this help")
  /// Shows the version of the program.
  public static let version = flag("version", group: .display, "Show the version")
}
