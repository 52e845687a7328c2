/// An option, declared once: parsing, checks and help all use this declaration.
package struct OptionSpec: Sendable, Hashable {
  /// Without the dashes: `as-of`.
  package let name: String
  /// The letter after a single dash: `h`; nil for none.
  package let short: Character?
  /// How many values it takes.
  package let form: Form
  /// What its values must look like.
  package let kind: ValueKind
  /// What a value is called in help: `DATE`.
  package let placeholder: String
  /// Where help lists it.
  package let group: OptionGroup
  /// One sentence for help, without a period.
  package let abstract: String
  /// The default, in words for help; nil for none.
  package let standard: String?
  /// Names of options that cannot be combined with this one.
  package private(set) var excludes: [String]
  /// Whether the command requires it.
  package private(set) var presence = Presence.optional
  /// Whether an unexpected argument was probably meant as a value of this option.
  package private(set) var catchesBareArguments = false

  /// How often an option may be given, and how many values follow it.
  package enum Form: Sendable, Hashable {
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
  package enum Presence: Sendable, Hashable {
    case optional, required
  }

  /// The same option, for a command that requires it.
  package var required: OptionSpec {
    var option = self
    option.presence = .required
    return option
  }
}

extension OptionSpec {
  /// The same option, suggested in the error about an unexpected argument.
  package var catchingBareArguments: OptionSpec {
    var option = self
    option.catchesBareArguments = true
    return option
  }

  /// The same option, for a command where it cannot be combined with the option `name`.
  package func excluding(_ name: String) -> OptionSpec {
    var option = self
    option.excludes.append(name)
    return option
  }
}

/// The heading under which help lists an option. Help lists the groups in the order of the cases.
package enum OptionGroup: String, Sendable, CaseIterable {
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
  package static func flag(
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
  package static func value(
    _ name: String, _ placeholder: String, _ kind: ValueKind = .text, form: Form = .single,
    group: OptionGroup = .command, standard: String? = nil, excludes: [String] = [], _ abstract: String
  ) -> OptionSpec {
    precondition(form != .flag, "a flag has no value")
    return OptionSpec(
      name: name, short: nil, form: form, kind: kind, placeholder: placeholder, group: group, abstract: abstract,
      standard: standard, excludes: excludes)
  }

  /// With the dashes, as in help and errors: `--as-of`.
  package var flag: String { "--\(name)" }
}

/// A positional argument.
package struct ArgumentSpec: Sendable, Hashable {
  /// Whether an argument may be omitted or repeated; a list may be empty.
  package enum Form: Sendable, Hashable {
    case required, optional, list
  }

  /// As in help: `NAME`.
  package let name: String
  /// How many values it stands for.
  package let form: Form
  /// One sentence for help, without a period.
  package let abstract: String
  /// Name of the option by which other commands take the same values; nil for none.
  package let optionElsewhere: String?

  /// Declares an argument.
  package init(_ name: String, _ abstract: String, form: Form = .required, optionElsewhere: String? = nil) {
    self.name = name
    self.form = form
    self.abstract = abstract
    self.optionElsewhere = optionElsewhere
  }
}

extension OptionSpec {
  /// Shows help for the command it is given to.
  package static let help = flag("help", short: "h", group: .display, "Show this help")
  /// Shows the version of the program.
  package static let version = flag("version", group: .display, "Show the version")
}
