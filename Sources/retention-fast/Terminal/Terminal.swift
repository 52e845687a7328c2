import CommandParsing
import Foundation
import Runs

/// Properties of the terminal behind a file descriptor.
enum Terminal {
  /// Whether the descriptor is a terminal that can redraw a line; `TERM=dumb` cannot.
  static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Columns: the terminal's own width, else `COLUMNS`, else 80.
  static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }
}

/// Where results are written.
enum StandardOutput {
  /// Writes text unchanged.
  ///
  /// - Throws: `BrokenPipe` if the reader has closed the pipe, otherwise `FileError`.
  /// - Precondition: `SIGPIPE` does not end the process.
  static func write(_ text: String) throws {
    do throws(FileError) {
      try FileSystem.write(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
    } catch {
      throw error.code == EPIPE ? BrokenPipe() as any Error : error
    }
  }

  /// Writes one JSON document, indented.
  ///
  /// - Throws: As above; `EncodingError` for a number that is not finite.
  static func write(json value: some Encodable) throws { try write(JSONText.pretty(value)) }
}

extension Console {
  /// The standard error of this process. Failures to write are ignored: there is nowhere left to report them.
  static func standardError(style: TextStyle) -> Console {
    Console(
      isTerminal: Terminal.isTerminal(STDERR_FILENO), style: style, columns: { Terminal.width(of: STDERR_FILENO) },
      output: { text in try? FileSystem.write(Array(text.utf8), to: STDERR_FILENO, path: "standard error") })
  }
}
