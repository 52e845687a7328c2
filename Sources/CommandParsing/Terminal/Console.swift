import Synchronization

/// An output shared by log lines and a status line, so that neither overwrites the other.
package final class Console: Sendable {
  /// Whether a status line can be drawn and redrawn.
  package let isTerminal: Bool
  /// How lines are colored.
  package let style: TextStyle
  private let columns: @Sendable () -> Int
  private let output: @Sendable (String) -> Void
  /// The status line on the screen; empty for none.
  private let status = Mutex("")

  /// - Parameters:
  ///   - columns: the width of the terminal, asked for each time because it can change.
  ///   - output: writes text unchanged.
  package init(
    isTerminal: Bool, style: TextStyle, columns: @escaping @Sendable () -> Int,
    output: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.style = style
    self.columns = columns
    self.output = output
  }

  /// Columns of the terminal now.
  package var width: Int { columns() }

  /// Writes a line above the status line.
  package func line(_ text: String) {
    status.withLock { status in
      output(status.isEmpty ? text + "\n" : Self.erase + text + "\n" + status)
    }
  }

  /// Replaces the status line; empty text removes it. Does nothing unless the output is a terminal.
  package func setStatus(_ text: String) {
    guard isTerminal else { return }
    status.withLock { status in
      if status != text { output(Self.erase + text) }
      status = text
    }
  }

  private static let erase = "\r\u{1b}[K"
}
