#include "BridgeError.h"

#include <arrow/config.h>
#include <arrow/util/io_util.h>

#include <cstdlib>
#include <cstring>

namespace bridge {

Failure failure_from(const arrow::Status &status, ArrowBridgeErrorKind otherwise) {
  Failure failure{otherwise, arrow::internal::ErrnoFromStatus(status), -1, status.message()};
  if (status.IsOutOfMemory())
    failure.kind = ARROW_BRIDGE_MEMORY;
  else if (failure.system_error != 0)
    failure.kind = ARROW_BRIDGE_IO;
  return failure;
}

void report(ArrowBridgeError *error, const Failure &failure) {
  error->kind = failure.kind;
  error->system_error = failure.system_error;
  error->column = failure.column;
  error->line = failure.line;
  error->position = failure.position;
  error->expected = failure.expected;
  error->message = strdup(failure.message.c_str());
}

void check(const arrow::Status &status, ArrowBridgeErrorKind otherwise) {
  if (!status.ok()) throw failure_from(status, otherwise);
}

}  // namespace bridge

extern "C" {

void arrow_bridge_error_free(ArrowBridgeError *error) {
  std::free(error->message);
  error->message = nullptr;
}

const char *arrow_bridge_version(void) { return arrow::GetBuildInfo().version_string.c_str(); }
}
