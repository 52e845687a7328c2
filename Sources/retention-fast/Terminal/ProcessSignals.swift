import Foundation
import Numerics

/// How this process handles Ctrl-C, SIGTERM and closed pipes.
enum ProcessSignals {
  /// The flag that Ctrl-C and SIGTERM set.
  static let cancellation = CancellationFlag()

  /// SIGINT and SIGTERM request a stop; a second one ends the process immediately with 130. Writing to a closed pipe
  /// becomes an error instead of a signal. Child processes inherit none of this.
  static func install() {
    // The parent process may have started this one with the signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // Initializes the flag, which must not happen in a signal handler.
    _ = cancellation.isRequested
    // An empty handler, because child processes would inherit SIG_IGN.
    signal(SIGPIPE) { _ in }
    var action = sigaction()
    action.sa_flags = SA_RESTART
    action.__sigaction_handler.sa_handler = { _ in
      if !ProcessSignals.cancellation.request() { _exit(ExitCode.interrupted.rawValue) }
    }
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }
}
