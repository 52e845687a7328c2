#include "CSVScanner.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "BridgeError.h"

namespace bridge {
namespace {

constexpr uint64_t lows = 0x0101010101010101;
constexpr uint64_t highs = 0x8080808080808080;

/// The high bit of the first byte of `word` that is zero, and perhaps bits above it (Mycroft 1987).
uint64_t zeros(uint64_t word) { return (word - lows) & ~word & highs; }

/// The next NUL, LF, CR or `quote`, or the end of `text`; eight bytes at a time.
int64_t find_special(std::string_view text, int64_t from, char quote) {
  static_assert(std::endian::native == std::endian::little);
  int64_t size = text.size();
  uint64_t quotes = lows * uint8_t(quote);
  for (; from + 8 <= size; from += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + from, 8);
    uint64_t hits = zeros(word) | zeros(word ^ quotes) | zeros(word ^ (lows * '\n')) | zeros(word ^ (lows * '\r'));
    if (hits != 0) return from + std::countr_zero(hits) / 8;
  }
  auto is_special = [quote](char byte) { return byte == 0 || byte == '\n' || byte == '\r' || byte == quote; };
  return std::find_if(text.begin() + from, text.end(), is_special) - text.begin();
}

}  // namespace

bool CSVScanner::next(std::string_view text, bool is_last, CSVRecord *record) {
  int64_t size = text.size();
  while ((position = find_special(text, position, char(dialect.quote))) < size) {
    if (text[position] == 0) throw Failure{.kind = ARROW_BRIDGE_NUL, .line = line, .position = text_offset + position};
    if (text[position] == char(dialect.quote)) {
      if (!scan_quote(text, is_last)) return false;
      continue;
    }
    *record = {begin, position, begin_line};
    if (!scan_line_end(text, is_last)) return false;
    if (is_quoted) continue;
    begin = position;
    begin_line = line;
    if (record->end > record->begin) return true;
  }
  if (!is_last) return false;
  if (is_quoted)
    throw Failure{.kind = ARROW_BRIDGE_UNCLOSED_QUOTE, .line = quote_line, .position = quote_column};
  *record = {begin, size, begin_line};
  begin = size;
  return record->end > record->begin;
}

/// Passes the quote at `position`; false where the byte after it is needed and not there yet.
bool CSVScanner::scan_quote(std::string_view text, bool is_last) {
  if (!is_quoted) {
    is_quoted = position == begin || text[position - 1] == char(dialect.delimiter);
    quote_line = line;
    quote_column = position - line_begin + 1;
    position++;
    return true;
  }
  bool is_at_end = position + 1 == int64_t(text.size());
  if (is_at_end) {
    if (is_last) {
      is_quoted = false;
      position++;
    }
    return is_last;
  }
  char after = text[position + 1];
  if (after == char(dialect.quote)) {
    position += 2;
    return true;
  }
  if (after != char(dialect.delimiter) && after != '\n' && after != '\r' && after != 0)
    throw Failure{.kind = ARROW_BRIDGE_TEXT_AFTER_QUOTE, .line = quote_line, .position = quote_column};
  is_quoted = false;
  position++;
  return true;
}

/// Passes the line end at `position`; false where a CR may be half of a CRLF.
bool CSVScanner::scan_line_end(std::string_view text, bool is_last) {
  if (text[position] == '\r') {
    bool is_at_end = position + 1 == int64_t(text.size());
    if (is_at_end && !is_last) return false;
    if (!is_at_end && text[position + 1] == '\n') position++;
  }
  position++;
  line++;
  line_begin = position;
  return true;
}

void CSVScanner::drop(int64_t count) {
  text_offset += count;
  position -= count;
  line_begin -= count;
  begin -= count;
}

bool is_blank(std::string_view record, ArrowBridgeCSVDialect dialect) {
  return std::all_of(record.begin(), record.end(), [dialect](char byte) {
    return (byte == ' ' || byte == '\t') && byte != char(dialect.delimiter) && byte != char(dialect.quote);
  });
}

}  // namespace bridge
