/// What lies over the defaults. Files come first, then fragments, then the environment, then overrides; in each, later
/// wins.
package struct ConfigurationSources: Sendable, Hashable {
  /// Paths, or names of presets: a name without `/` and without the ending `.yaml`, `.yml` or `.json` is a preset's.
  package var files: [String]
  /// Folders that hold presets as `<name>.yaml`; the first that has one wins.
  package var presetFolders: [String]
  /// Files that each hold one section; over all `files`.
  package var fragments: [Fragment]
  /// All of the process's; only names that begin with `Environment.prefix` are read.
  package var environment: [String: String]
  /// From the command line; they win over everything else.
  package var overrides: [Override]

  /// A file that holds the content of one section, such as a column mapping for `ingest.mapping`.
  package struct Fragment: Sendable, Hashable {
    /// Its path.
    package let file: String
    /// The key of the section that it holds.
    package let section: String
    /// Keys of parameters of other sections that it may hold too, by their names in the file.
    package let others: [String: String]

    package init(file: String, section: String, others: [String: String] = [:]) {
      self.file = file
      self.section = section
      self.others = others
    }
  }

  /// A value from the command line.
  package struct Override: Sendable, Hashable {
    /// What the user typed before the value, for errors and origins.
    package let option: String
    /// Of the parameter, with dots.
    package let key: String
    /// YAML; bare text where the parameter is text.
    package let value: String

    /// An option of its own, such as `--seed 7`: `Override(option: "--seed", key: "run.seed", value: "7")`.
    package init(option: String, key: String, value: String) {
      self.option = option
      self.key = key
      self.value = value
    }

    /// The argument of `--set`: `section.key=value`.
    ///
    /// - Throws: `SettingsError.malformedOverride` where there is no `=`, or no key before it.
    package init(set text: String) throws(SettingsError) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { throw .malformedOverride(text: text) }
      self.init(option: "--set \(parts[0])", key: String(parts[0]), value: String(parts[1]))
    }
  }

  package init(
    files: [String] = [], presetFolders: [String] = [], fragments: [Fragment] = [],
    environment: [String: String] = [:], overrides: [Override] = []
  ) {
    self.files = files
    self.presetFolders = presetFolders
    self.fragments = fragments
    self.environment = environment
    self.overrides = overrides
  }
}
