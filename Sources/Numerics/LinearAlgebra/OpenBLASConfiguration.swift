import COpenBLAS

/// OpenBLAS's own description of its version, build and the kernels it chose for this processor.
public var openBLASConfiguration: String {
  String(cString: openblas_get_config()) + " " + String(cString: openblas_get_corename())
}
