import COpenBLAS

/// Read before each call to BLAS: the first read sets OpenBLAS to one thread, for good.
///
/// Our own loops spread the work, and a product computed by one thread does not depend on how many there are.
let singleThreadedBLAS: Void = openblas_set_num_threads(1)
