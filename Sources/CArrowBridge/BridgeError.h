#pragma once
#include "CArrowBridge.h"

#include <arrow/result.h>
#include <arrow/status.h>

#include <exception>
#include <new>
#include <memory>
#include <string>
#include <utility>

namespace bridge {

/// A failure on its way to C: what Arrow said, and the facts the caller acts upon.
struct Failure {
  ArrowBridgeErrorKind kind;
  int system_error = 0;
  int column = -1;
  std::string message;
  int64_t line = 0;
  int64_t position = 0;
  int64_t expected = 0;
};

Failure failure_from(const arrow::Status &status, ArrowBridgeErrorKind otherwise = ARROW_BRIDGE_CORRUPT);
void report(ArrowBridgeError *error, const Failure &failure);

/// Throws what C callers will see as an `ArrowBridgeError`.
void check(const arrow::Status &status, ArrowBridgeErrorKind otherwise = ARROW_BRIDGE_CORRUPT);

template <typename T>
T check(arrow::Result<T> result, ArrowBridgeErrorKind otherwise = ARROW_BRIDGE_CORRUPT) {
  check(result.status(), otherwise);
  return std::move(result).ValueUnsafe();
}

/// Runs `body`, turns anything thrown into an `ArrowBridgeError` and returns `fallback` then.
template <typename Result, typename Body>
Result guarded(ArrowBridgeError *error, Result fallback, Body body) noexcept {
  try {
    return body();
  } catch (const Failure &failure) {
    report(error, failure);
  } catch (const std::bad_alloc &) {
    report(error, {ARROW_BRIDGE_MEMORY, 0, -1, "out of memory"});
  } catch (const std::exception &exception) {
    // Parquet throws on files that break its rules.
    report(error, {ARROW_BRIDGE_CORRUPT, 0, -1, exception.what()});
  } catch (...) {
    report(error, {ARROW_BRIDGE_OTHER, 0, -1, "unknown failure"});
  }
  return fallback;
}

}  // namespace bridge
