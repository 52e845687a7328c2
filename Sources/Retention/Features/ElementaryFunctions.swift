import CIntrinsics

// The domain's few calls into the C library, so that no other file needs to import it.
func logOnePlus(_ value: Double) -> Double { log1p(value) }
func expMinusOne(_ value: Double) -> Double { expm1(value) }
func exponential(_ value: Double) -> Double { exp(value) }
func logarithm(_ value: Double) -> Double { log(value) }
func powerOfTwo(_ value: Double) -> Double { exp2(value) }
