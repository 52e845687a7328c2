/// Whether text may carry colours.
public enum TextStyle: Sendable, Hashable {
  case plain
  case ansi

  public enum Role: String, Sendable {
    case heading = "1"
    case name = "36"
    case faint = "2"
    case warning = "33"
    case failure = "1;31"
  }

  public func callAsFunction(_ role: Role, _ text: String) -> String {
    self == .ansi ? "\u{1b}[\(role.rawValue)m\(text)\u{1b}[0m" : text
  }
}
