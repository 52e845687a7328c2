import CommandParsing
import Foundation
import Runs

/// What the terminal behind a file descriptor is like.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Columns: what the terminal says, else `COLUMNS`, else 80.
  static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }
}

/// Results go here.
enum StandardOutput {
  /// Writes text as it is.
  ///
  /// - Throws: `BrokenPipe` where the reader has gone, else `FileError`. The process must ignore `SIGPIPE`.
  static func write(_ text: String) throws {
    do throws(FileError) {
      try FileSystem.write(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
    } catch {
      throw error.code == EPIPE ? BrokenPipe() as any Error : error
    }
  }

  /// Writes one JSON document, readable.
  static func write(json value: some Encodable) throws { try write(JSONText.pretty(value)) }
}

extension Console {
  /// The process's own standard error. A reader that has gone is no failure: there is nobody left to tell.
  static func standardError(style: TextStyle) -> Console {
    Console(
      isTerminal: Terminal.isTerminal(STDERR_FILENO), style: style, columns: { Terminal.width(of: STDERR_FILENO) },
      output: { text in try? FileSystem.write(Array(text.utf8), to: STDERR_FILENO, path: "standard error") })
  }
}
