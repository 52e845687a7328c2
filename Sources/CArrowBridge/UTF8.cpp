#include "UTF8.h"

#include <cstring>

namespace bridge {

int64_t find_not_ascii(const uint8_t *bytes, int64_t count) {
  constexpr int64_t step = 64;
  int64_t position = 0;
  for (; position + step <= count; position += step) {
    // One vector operation where the machine has them.
    uint8_t all = 0;
    for (int64_t index = 0; index < step; index++) all |= bytes[position + index];
    if (all >= 0x80) break;
  }
  while (position < count && bytes[position] < 0x80) position++;
  return position;
}

/// The Unicode Standard, table 3-7: well-formed byte sequences.
int64_t utf_8_length(const uint8_t *bytes, int64_t count) {
  if (count < 2) return 0;
  uint8_t lead = bytes[0], second = bytes[1];
  int64_t length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length == 0 || count < length) return 0;
  uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (int64_t index = 2; index < length; index++) {
    if ((bytes[index] & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace bridge
