import COpenBLAS

/// Read before each call to BLAS: the first read sets OpenBLAS to one thread, permanently, and ends its others.
///
/// Our own loops spread the work over threads, and a product computed by one thread does not depend on their number.
let singleThreadedBLAS: Void = leave_blas_one_thread()

/// Ends the threads that OpenBLAS starts when a process loads it, before they take a core from the first passes over
/// data; for programs to call when they start.
public func endBLASThreads() { _ = singleThreadedBLAS }
