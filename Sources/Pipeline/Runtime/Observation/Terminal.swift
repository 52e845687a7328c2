import Foundation

/// What the terminal behind a file descriptor is like.
public enum Terminal {
  public static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Columns: what the terminal says, else `COLUMNS`, else 80.
  public static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }
}

/// Results go here.
public enum StandardOutput {
  /// Writes text as it is.
  ///
  /// - Throws: `BrokenPipe` where the reader has gone, else `FileError`. The process must ignore `SIGPIPE`.
  public static func write(_ text: String) throws {
    do throws(FileError) {
      try FileSystem.write(Array(text.utf8), to: STDOUT_FILENO, path: "standard output")
    } catch {
      throw error.code == EPIPE ? BrokenPipe() as any Error : error
    }
  }
}
