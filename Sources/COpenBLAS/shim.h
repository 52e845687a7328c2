#include <cblas.h>
#include <lapacke.h>

/// What OpenBLAS itself calls before a fork; in no header, and absent where it was built without threads.
extern int blas_thread_shutdown_(void) __attribute__((weak));

/// From now on BLAS computes on the calling thread. Ends the threads that OpenBLAS starts when it is loaded: idle, they
/// spin for a tenth of a second.
static inline void leave_blas_one_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
