#include "BlankJoiner.h"

namespace bridge {

int64_t BlankJoiner::join(const uint8_t *text, int64_t count, uint8_t *out) {
  const uint8_t *end = text + count;
  uint8_t *start = out;
  for (; text < end; text++) {
    uint8_t byte = *text;
    if (is_quoted) {
      *out++ = byte;
      is_quoted = byte != quote;
      was_closed = !is_quoted;
    } else if (byte == ' ' || byte == '\t') {
      is_blank = true;
      was_closed = false;
    } else if (byte == '\n' || byte == '\r') {
      *out++ = byte;
      is_at_start = true;
      is_blank = was_closed = false;
    } else {
      bool is_first = is_at_start || is_blank;
      if (is_pending()) *out++ = '\t';
      *out++ = byte;
      is_at_start = is_blank = false;
      is_quoted = quote != 0 && byte == quote && (is_first || was_closed);
      was_closed = false;
    }
  }
  return out - start;
}

}  // namespace bridge
