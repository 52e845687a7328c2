#ifndef RETENTION_INTRINSICS_H
#define RETENTION_INTRINSICS_H

// What Swift has no word for, and what each platform's C library has under another name of its module: the elementary
// functions, and threads.

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

/// Asks for the cache line at `address`; never faults.
static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

/// Tells the core that this loop waits for another core.
static inline __attribute__((always_inline)) void spin_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Starts a thread that nobody joins.
///
/// Returns 0, or an error number.
static inline int start_thread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  int status = pthread_create(&thread, NULL, body, argument);
  return status != 0 ? status : pthread_detach(thread);
}

/// Cores that are online; not positive where this is unknown.
static inline long online_core_count(void) { return sysconf(_SC_NPROCESSORS_ONLN); }

#endif
