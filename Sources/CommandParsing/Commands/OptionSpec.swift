/// One option, declared once: parsing, checks, and help all read this.
public struct OptionSpec: Sendable, Hashable {
  /// Without the dashes: `as-of`.
  public let name: String
  /// For one dash: `h`.
  public let short: Character?
  public let form: Form
  public let kind: ValueKind
  /// What a value is called in help: `DATE`.
  public let placeholder: String
  public let group: OptionGroup
  /// One sentence for help, without a full stop at its end.
  public let abstract: String
  /// What counts where the option is absent, in words for help.
  public let standard: String?
  /// Names of options that cannot stand beside this one.
  public private(set) var excludes: [String]
  public private(set) var presence = Presence.optional
  /// Whether a value without an option's name was probably meant for this option.
  public private(set) var catchesBareArguments = false

  /// How often an option may stand, and how many values follow it.
  public enum Form: Sendable, Hashable {
    /// No value.
    case flag
    /// One value, once.
    case single
    /// One value each time; may be repeated.
    case repeated
    /// One or more values each time; may be repeated.
    case list
  }
}

extension OptionSpec {
  /// Whether a command can do without an option.
  public enum Presence: Sendable, Hashable {
    case optional, required
  }

  /// The same option, for a command that cannot do without it.
  public var required: OptionSpec {
    var option = self
    option.presence = .required
    return option
  }
}

extension OptionSpec {
  /// The same option, named in the error where a value stands without an option's name.
  public var catchingBareArguments: OptionSpec {
    var option = self
    option.catchesBareArguments = true
    return option
  }

  /// The same option, for a command where it cannot stand beside the option `name`.
  public func excluding(_ name: String) -> OptionSpec {
    var option = self
    option.excludes.append(name)
    return option
  }
}

/// The heading under which help lists an option.
public enum OptionGroup: String, Sendable, CaseIterable {
  case command = "Options"
  case input = "Input"
  case settings = "Settings"
  case output = "Output"
  case display = "Display"
}

extension OptionSpec {
  public static func flag(
    _ name: String, short: Character? = nil, group: OptionGroup = .command, excludes: [String] = [], _ abstract: String
  ) -> OptionSpec {
    OptionSpec(
      name: name, short: short, form: .flag, kind: .text, placeholder: "", group: group, abstract: abstract,
      standard: nil, excludes: excludes)
  }

  public static func value(
    _ name: String, _ placeholder: String, _ kind: ValueKind = .text, form: Form = .single,
    group: OptionGroup = .command, standard: String? = nil, excludes: [String] = [], _ abstract: String
  ) -> OptionSpec {
    precondition(form != .flag, "a flag has no value")
    return OptionSpec(
      name: name, short: nil, form: form, kind: kind, placeholder: placeholder, group: group, abstract: abstract,
      standard: standard, excludes: excludes)
  }

  /// As help and errors write it.
  public var flag: String { "--\(name)" }
}

/// A value that stands without an option's name.
public struct ArgumentSpec: Sendable, Hashable {
  public enum Form: Sendable, Hashable {
    case required, optional, list
  }

  /// As in help: `NAME`.
  public let name: String
  public let form: Form
  public let abstract: String
  /// Name of the option under which other commands take the same.
  public let optionElsewhere: String?

  public init(_ name: String, _ abstract: String, form: Form = .required, optionElsewhere: String? = nil) {
    self.name = name
    self.form = form
    self.abstract = abstract
    self.optionElsewhere = optionElsewhere
  }
}

extension OptionSpec {
  public static let help = flag("help", short: "h", group: .display, "Show this help")
  public static let version = flag("version", group: .display, "Show the version")
}
