import Foundation
import Numerics

/// What Ctrl-C and SIGTERM do to this process.
enum ProcessSignals {
  /// The flag that they set.
  static let cancellation = CancellationFlag()

  /// SIGINT and SIGTERM ask for a stop; a second one ends the process at once with 130. Writing to a closed pipe becomes
  /// an error instead of a signal. Programs that we start do not inherit any of it.
  static func install() {
    // A parent may have started us with these signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // Made now: a signal handler must not initialise it.
    _ = cancellation.isRequested
    // A handler, not SIG_IGN, which plugins would inherit.
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
