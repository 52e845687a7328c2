#pragma once
#include "CArrowBridge.h"

#include <cstdint>
#include <string_view>

namespace bridge {

/// A record of CSV text: bytes `begin..<end` of the text, its line end left out.
struct CSVRecord {
  int64_t begin;
  int64_t end;
  /// The line on which it begins, from 1.
  int64_t line;
};

/// Follows quotes and line ends through text that passes, so that blocks can end where records end, rows know their
/// lines, and faults their place. Fields are Arrow's business.
///
/// A quote opens a quoted field only as its first byte; inside, a doubled quote is a quote and line ends are text.
/// Lines end with LF, CRLF or CR. Lines without any byte are no records.
class CSVScanner {
 public:
  /// Goes on to the end of the next record; false where `text` ends first. `is_last` says that the file ends with
  /// `text`. Throws NUL, UNCLOSED_QUOTE and TEXT_AFTER_QUOTE; the faulty record is then the current one.
  bool next(std::string_view text, bool is_last, CSVRecord *record);
  /// The text begins at byte `position`, which is the first of its line.
  void start(int64_t position) { this->position = line_begin = begin = position; }
  /// The first `count` bytes of the text went away.
  void drop(int64_t count);
  void set_dialect(ArrowBridgeCSVDialect dialect) { this->dialect = dialect; }

  /// Where the current record begins: all before it was returned or is blank.
  int64_t record_begin() const { return begin; }
  int64_t record_line() const { return begin_line; }

 private:
  bool scan_quote(std::string_view text, bool is_last);
  bool scan_line_end(std::string_view text, bool is_last);

  ArrowBridgeCSVDialect dialect{',', '"'};
  /// Byte of the file at the start of the text.
  int64_t text_offset = 0;
  /// The next byte to look at.
  int64_t position = 0;
  int64_t line = 1;
  int64_t line_begin = 0;
  int64_t begin = 0;
  int64_t begin_line = 1;
  bool is_quoted = false;
  /// Where the last quote opened.
  int64_t quote_line = 0;
  int64_t quote_column = 0;
};

/// Whether a record is nothing but spaces and tabs that neither separate nor quote.
bool is_blank(std::string_view record, ArrowBridgeCSVDialect dialect);

}  // namespace bridge
