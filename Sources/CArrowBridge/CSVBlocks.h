#pragma once
#include "BlankJoiner.h"
#include "CSVScanner.h"
#include "TextSource.h"

#include <arrow/buffer.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "BridgeError.h"

namespace bridge {

/// Whole records of a CSV file.
struct CSVBlock {
  std::shared_ptr<arrow::Buffer> text;
  /// Records that are not blank.
  int64_t rows = 0;
  /// The line of each row, kept as the rows where it is not simply the line after the row before; the first is row 0.
  std::vector<ArrowBridgeLineBreak> lines;
};

struct CSVHeader {
  /// Until the next call.
  std::string_view text;
  int64_t line;
};

/// Cuts the text of a file into blocks that end where records end.
class CSVBlocks {
 public:
  /// `block_size` bytes a block, more where a record is longer.
  CSVBlocks(const char *path, ArrowBridgeCompression compression, ArrowBridgeEncoding encoding, int64_t block_size);

  /// What the bytes read so far are.
  ArrowBridgeEncoding encoding() const { return source.encoding(); }

  /// The start of the file, without a byte order mark: its first line at least, and as much for all sizes of blocks.
  std::string_view head() const;
  /// Whether that is all.
  bool is_head_whole() const { return is_sample_whole; }
  /// The first record that is not blank, behind which the blocks begin, or before which where it is kept. None where
  /// there is none. The dialect is the same for all calls.
  std::optional<CSVHeader> header(ArrowBridgeCSVDialect dialect, bool is_kept);
  /// Goes on without a header.
  void start(ArrowBridgeCSVDialect dialect);
  /// The next block with rows; a record of nothing but blanks is no row unless there is one column. None at the end.
  std::optional<CSVBlock> next(int32_t columns);

 private:
  std::string_view text() const;
  std::string_view unread() const;
  void read_sample();
  int64_t read(uint8_t *out, int64_t capacity);
  std::optional<Failure> source_fault() const;
  void reserve(int64_t capacity);
  void fill();
  void set_dialect(ArrowBridgeCSVDialect dialect);
  void read_more();
  CSVBlock scan(int32_t columns);

  TextSource source;
  /// The start of the text, and how much of it went to blocks.
  std::string sample;
  int64_t sample_taken = 0;
  bool is_sample_whole = false;
  int64_t block_size;
  ArrowBridgeCSVDialect dialect{',', '"'};
  CSVScanner scanner;
  /// Where runs of blanks separate fields.
  std::optional<BlankJoiner> joiner;
  std::shared_ptr<arrow::Buffer> memory;
  /// Bytes of `memory` that hold text, and of these the ones handed over.
  int64_t size = 0;
  int64_t begin = 0;
  /// Whether the file ends with `memory`.
  bool is_last = false;
  /// A fault behind the records that were handed over before it.
  std::optional<Failure> fault;
};

}  // namespace bridge
