#ifndef RETENTION_INTRINSICS_H
#define RETENTION_INTRINSICS_H

// What Swift has no word for, or compiles lane by lane, and what each platform's C library has under another name of its
// module: the elementary functions, and threads.

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

// MARK: Eight lanes

typedef long long int64_lanes __attribute__((ext_vector_type(8)));
typedef double double_lanes __attribute__((ext_vector_type(8)));

#define RETENTION_LANES static inline __attribute__((always_inline))

/// Every second of 16 whole numbers, from the first or from the second of them on.
RETENTION_LANES int64_lanes load_even(const long long *numbers) {
  int64_lanes low, high;
  __builtin_memcpy(&low, numbers, sizeof low);
  __builtin_memcpy(&high, numbers + 8, sizeof high);
  return __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14);
}
RETENTION_LANES int64_lanes load_odd(const long long *numbers) {
  int64_lanes low, high;
  __builtin_memcpy(&low, numbers, sizeof low);
  __builtin_memcpy(&high, numbers + 8, sizeof high);
  return __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15);
}

/// Writes 16 whole numbers that `load_even` and `load_odd` read.
RETENTION_LANES void store_even_odd(long long *numbers, int64_lanes even, int64_lanes odd) {
  int64_lanes low = __builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  int64_lanes high = __builtin_shufflevector(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
  __builtin_memcpy(numbers, &low, sizeof low);
  __builtin_memcpy(numbers + 8, &high, sizeof high);
}

/// Each lane and all before it.
RETENTION_LANES int64_lanes running_sums(int64_lanes x) {
  const int64_lanes zero = 0;
  x += __builtin_shufflevector(zero, x, 0, 8, 9, 10, 11, 12, 13, 14);
  x += __builtin_shufflevector(zero, x, 0, 0, 8, 9, 10, 11, 12, 13);
  return x + __builtin_shufflevector(zero, x, 0, 0, 0, 0, 8, 9, 10, 11);
}

/// The last lane in each.
RETENTION_LANES int64_lanes last_lane(int64_lanes x) {
  return __builtin_shufflevector(x, x, 7, 7, 7, 7, 7, 7, 7, 7);
}

/// Without the lowest bits, and these alone; `bits` is below 64.
RETENTION_LANES int64_lanes upper_bits(int64_lanes x, int bits) {
  typedef unsigned long long lanes __attribute__((ext_vector_type(8)));
  return (int64_lanes)((lanes)x >> (lanes)(unsigned long long)bits);
}
RETENTION_LANES int64_lanes lower_bits(int64_lanes x, int bits) {
  return x & (int64_lanes)((1LL << bits) - 1);
}

/// Whole numbers below 2^51 in magnitude: added to the bits of 1.5 * 2^52 they are the last bits of its fraction.
RETENTION_LANES double_lanes exact_doubles(int64_lanes x) {
  return (double_lanes)(x + 0x4338000000000000LL) - 0x1.8p52;
}

/// Whether any lane of `count` is in `fewest...most` and has g²/h + (G − g)²/(H − h) at or above `bound`, or almost: by
/// products, for divisions are slow. Also where this cannot be told because products overflow.
RETENTION_LANES int any_split_reaches(
    double bound, double_lanes g, double_lanes h, int64_lanes count, double G, double H, double lambda,
    long long fewest, long long most) {
  double_lanes rest = G - g, left = h + lambda, right = H - h + lambda;
  double_lanes numerator = g * g * right + rest * rest * left;
  int64_lanes is_worse = (int64_lanes)(numerator < bound * (left * right));
  int64_lanes has_rows = (int64_lanes)(count >= fewest) & (int64_lanes)(count <= most);
  return __builtin_reduce_or(has_rows & ~is_worse) != 0;
}

#endif
