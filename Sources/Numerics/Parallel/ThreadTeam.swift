import CIntrinsics
import Dispatch
import Synchronization

/// Threads that spin for a moment between two passes before they sleep.
///
/// A tree of 31 leaves is a hundred short passes; waking a sleeping thread for each costs as much as the pass. A member
/// that has spun for about 50 µs goes to sleep until it is called. One that has not started by the time the caller has
/// finished (its core may be busy) is called off and never waited for.
///
///     caller    | writes jobs, calls | works … | calls off, or waits for those at work |
///     member            idle → called → at work … → idle
///
/// Where there are no more parts than threads, each part has its thread, so that one pass after the other finds its
/// share of the data in the cache of its core; what a member that was called off left is done by the caller. Otherwise
/// whoever is free takes the next part.
final class ThreadTeam: @unchecked Sendable {
  static let shared = ThreadTeam()

  /// Whether a pass is running; only one at a time has the team.
  private let isBusy = Atomic<Bool>(false)
  private let next = Atomic<Int>(0)
  /// Grown by the caller that has the team.
  private var members: [Member] = []

  private static let mostMembers = 255

  fileprivate enum Duty {
    static let idle = 0
    static let called = 1
    static let atWork = 2
  }

  /// What a member does when called; the body lives on the caller's stack, which waits for who is at work.
  fileprivate struct Job {
    let body: UnsafePointer<@Sendable (Int) -> Void>
    /// The member's only part; nil where it takes the next ones as long as there are any.
    let part: Int?
    let count: Int
  }

  fileprivate final class Member: @unchecked Sendable {
    let duty = Atomic<Int>(Duty.idle)
    /// Written by the caller before its call, read by the member at work; beside `duty`, to travel with it.
    var job: Job?
    let isAsleep = Atomic<Bool>(false)
    let bell = DispatchSemaphore(value: 0)
  }

  /// Calls `body` for each of `0..<count` on the calling thread and up to `threads` − 1 others.
  ///
  /// - Returns: false, having done nothing, where the team is busy with another pass, or with an outer one.
  func run(threads: Int, count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Bool {
    guard isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
    let helpers = recruit(min(threads, count, Self.mostMembers + 1) - 1)
    let hasOwnParts = count == helpers + 1
    next.store(0, ordering: .relaxed)
    withUnsafePointer(to: body) { body in
      for (index, member) in members[..<helpers].enumerated() {
        call(member, Job(body: body, part: hasOwnParts ? index + 1 : nil, count: count))
      }
      if hasOwnParts { body.pointee(0) } else { work(count, body) }
      for (index, member) in members[..<helpers].enumerated() where dismiss(member) && hasOwnParts {
        body.pointee(index + 1)
      }
    }
    isBusy.store(false, ordering: .releasing)
    return true
  }

  private func work(_ count: Int, _ body: UnsafePointer<@Sendable (Int) -> Void>) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      body.pointee(index)
    }
  }

  private func call(_ member: Member, _ job: Job) {
    member.job = job
    member.duty.store(Duty.called, ordering: .sequentiallyConsistent)
    if member.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { member.bell.signal() }
  }

  /// - Returns: whether the member was called off.
  private func dismiss(_ member: Member) -> Bool {
    let isCalledOff = member.duty.compareExchange(
      expected: Duty.called, desired: Duty.idle, ordering: .acquiringAndReleasing)
    if isCalledOff.exchanged { return true }
    var waits = 0
    while member.duty.load(ordering: .acquiring) == Duty.atWork {
      spin_pause()
      waits += 1
      // A member that lost its core may need ours.
      if waits > 2000 { _ = sched_yield() }
    }
    return false
  }

  // MARK: - Members

  /// - Returns: how many of `wanted` members there are.
  private func recruit(_ wanted: Int) -> Int {
    while members.count < wanted {
      let member = Member()
      guard start(member) else { return members.count }
      members.append(member)
    }
    return wanted
  }

  private func start(_ member: Member) -> Bool {
    let box = Unmanaged.passRetained(Start(team: self, member: member))
    let failed = start_thread({ runMember($0!) }, box.toOpaque()) != 0
    if failed { box.release() }
    return !failed
  }

  fileprivate final class Start {
    let team: ThreadTeam
    private let member: Member

    fileprivate init(team: ThreadTeam, member: Member) {
      (self.team, self.member) = (team, member)
    }

    func serve() { team.serve(member) }
  }

  private func serve(_ member: Member) {
    while true {
      waitForCall(member)
      perform(member)
      member.duty.store(Duty.idle, ordering: .releasing)
    }
  }

  private func perform(_ member: Member) {
    let job = member.job!
    if let part = job.part { job.body.pointee(part) } else { work(job.count, job.body) }
  }

  /// Returns at work.
  private func waitForCall(_ member: Member) {
    var waits = 0
    while true {
      if member.duty.load(ordering: .relaxed) == Duty.called {
        let isTaken = member.duty.compareExchange(
          expected: Duty.called, desired: Duty.atWork, ordering: .acquiringAndReleasing)
        if isTaken.exchanged { return }
      }
      if waits < 2000 {
        spin_pause()
        waits += 1
        continue
      }
      member.isAsleep.store(true, ordering: .sequentiallyConsistent)
      // Called in between: the bell rings, or the call is already seen.
      if member.duty.load(ordering: .sequentiallyConsistent) != Duty.called { member.bell.wait() }
      member.isAsleep.store(false, ordering: .sequentiallyConsistent)
      waits = 0
    }
  }
}

private func runMember(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadTeam.Start>.fromOpaque(argument).takeRetainedValue().serve()
  return nil
}
