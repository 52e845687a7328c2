import COpenBLAS

/// Read before each call to BLAS: the first read sets OpenBLAS to one thread, permanently.
///
/// Our own loops spread the work over threads, and a product computed by one thread does not depend on their number.
let singleThreadedBLAS: Void = openblas_set_num_threads(1)
