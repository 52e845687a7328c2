#pragma once
#include <cstdint>

namespace bridge {

/// Puts a tab in the place of each run of blanks, and none at the ends of lines, so that text in columns of blanks is
/// text separated by tabs. Within quotes blanks stay. Text passes piece by piece.
class BlankJoiner {
 public:
  /// `quote` is 0 for none.
  explicit BlankJoiner(uint8_t quote) : quote(quote) {}

  /// Whether the text so far ends in blanks that may become a tab: the next piece then takes a byte more.
  bool is_pending() const { return is_blank && !is_at_start; }
  /// Writes `count` bytes of `text` to `out`, which may be the same place or begin before it, and returns how many they
  /// have become.
  int64_t join(const uint8_t *text, int64_t count, uint8_t *out);

 private:
  uint8_t quote;
  /// Nothing but blanks since the line began.
  bool is_at_start = true;
  bool is_blank = false;
  bool is_quoted = false;
  /// The last byte closed quotes, or was half of a quote within them.
  bool was_closed = false;
};

}  // namespace bridge
