package import Settings

/// Every parameter of a run.
package enum RetentionParameters {
  /// All sections, in the order of the stages.
  package static let catalog = ParameterCatalog(RetentionSettings().sections)

  /// In the order of the stages.
  package static var all: [any ParameterDeclaration] { catalog.parameters }

  /// The text of `config/retention.yaml`.
  package static var commentedYAML: String {
    catalog.commentedYAML(
      heading: """
        Every parameter of retention-fast at its default, with its meaning, unit and allowed values. \
        Generated from the declarations in Sources/Retention/Settings: do not edit it here, copy the lines that \
        you change into a file of your own and pass that with --config.
        """)
  }
}
