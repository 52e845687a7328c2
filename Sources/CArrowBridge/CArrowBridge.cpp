#include "CArrowBridge.h"

#include <arrow/config.h>

extern "C" const char *arrow_bridge_version(void) {
  return arrow::GetBuildInfo().version_string.c_str();
}
