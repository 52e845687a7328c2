import Foundation
public import Numerics

/// A request to stop, which work in progress asks after: from Ctrl-C, or from somebody who cancels a job.
public final class Interruption: Sendable {
  /// What learners check.
  public let flag = CancellationFlag()

  public init() {}

  public var isRequested: Bool { flag.isRequested }

  public func request() { flag.request() }

  /// For long loops to call now and then.
  public func check() throws(Interrupted) { try flag.check() }

  /// True for the first request only.
  fileprivate func requestFirst() -> Bool { flag.request() }
}

/// Work stopped because it was asked to.
public typealias Interrupted = Cancelled

// MARK: - Signals

extension Interruption {
  /// The one that signals set.
  public static let process = Interruption()

  /// SIGINT and SIGTERM ask `process` to stop; a second one ends the process at once with 130. Writing to a closed
  /// pipe becomes an error instead of a signal. Programs that we start do not inherit any of it.
  public static func installSignalHandlers() {
    // A parent may have started us with these signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // Made now: a signal handler must not initialise it.
    _ = process.isRequested
    // A handler, not SIG_IGN, which plugins would inherit.
    signal(SIGPIPE) { _ in }
    var action = sigaction()
    action.sa_flags = SA_RESTART
    action.__sigaction_handler.sa_handler = { _ in
      if !Interruption.process.requestFirst() { _exit(ExitCode.interrupted.rawValue) }
    }
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }
}
