import Synchronization

/// Standard error, shared by log lines and the progress line so that neither writes into the other.
public final class Console: Sendable {
  /// Whether a progress line can be drawn and redrawn.
  public let isTerminal: Bool
  public let style: TextStyle
  private let columns: @Sendable () -> Int
  private let output: @Sendable (String) -> Void
  /// The line that stands at the bottom now; empty for none.
  private let status = Mutex("")

  /// - Parameters:
  ///   - columns: the width of the terminal, asked each time because it changes.
  ///   - output: writes text as it is.
  public init(
    isTerminal: Bool, style: TextStyle, columns: @escaping @Sendable () -> Int,
    output: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.style = style
    self.columns = columns
    self.output = output
  }

  public var width: Int { columns() }

  /// Writes a line above the status line.
  public func line(_ text: String) {
    status.withLock { status in
      output(status.isEmpty ? text + "\n" : Self.erase + text + "\n" + status)
    }
  }

  /// Replaces the status line; empty text removes it. Nothing happens where there is no terminal.
  public func setStatus(_ text: String) {
    guard isTerminal else { return }
    status.withLock { status in
      if status != text { output(Self.erase + text) }
      status = text
    }
  }

  private static let erase = "\r\u{1b}[K"
}
