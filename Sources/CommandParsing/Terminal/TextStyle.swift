/// Whether text is colored.
package enum TextStyle: Sendable, Hashable {
  case plain
  /// With ANSI escape sequences.
  case ansi

  /// What a piece of text is; raw values are the parameters of the escape sequence.
  package enum Role: String, Sendable {
    case heading = "1"
    case name = "36"
    case faint = "2"
    case warning = "33"
    case failure = "1;31"
  }

  /// The text in the color of its role, or unchanged.
  package func callAsFunction(_ role: Role, _ text: String) -> String {
    self == .ansi ? "\u{1b}[\(role.rawValue)m\(text)\u{1b}[0m" : text
  }
}
