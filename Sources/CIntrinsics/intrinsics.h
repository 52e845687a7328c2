#ifndef RETENTION_INTRINSICS_H
#define RETENTION_INTRINSICS_H

// Instructions that Swift has no word for, and the C library's names under one roof.

#include <errno.h>
#include <math.h>

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

#endif
