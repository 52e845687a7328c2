import CIntrinsics

/// Cores this process may run on now.
func onlineCores() -> Int {
  max(1, online_core_count())
}
