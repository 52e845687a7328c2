/// Where a resolved value comes from.
package enum Origin: Sendable, Hashable {
  /// The declaration's default.
  case builtIn
  case written(SourcePosition)
}

extension Origin: CustomStringConvertible {
  /// `default`, `file:line:column`, or the name of the variable or option.
  package var description: String {
    switch self {
    case .builtIn: "default"
    case .written(let position): position.description
    }
  }

  package var position: SourcePosition? {
    if case .written(let position) = self { position } else { nil }
  }
}
