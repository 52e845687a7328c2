#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/// The version of Arrow C++ this binary runs with, for example "26.0.1".
const char *arrow_bridge_version(void);
#ifdef __cplusplus
}
#endif
