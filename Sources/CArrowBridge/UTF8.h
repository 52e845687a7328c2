#pragma once
#include <cstdint>

namespace bridge {

/// The first byte of `count` that is not ASCII, or `count`.
int64_t find_not_ascii(const uint8_t *bytes, int64_t count);

/// Bytes of the character of UTF-8 outside ASCII with which `bytes` begin; 0 where they begin with none, or where it
/// does not end within `count`.
int64_t utf_8_length(const uint8_t *bytes, int64_t count);

}  // namespace bridge
