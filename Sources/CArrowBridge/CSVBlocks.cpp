#include "CSVBlocks.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace bridge {
namespace {

/// The longest record that is read.
constexpr int64_t record_limit = 64 << 20;

/// Whether `text` holds the end of a line that is not blank.
bool holds_line(std::string_view text) {
  size_t start = text.find_first_not_of(" \t\r\n");
  return start != text.npos && text.find_first_of("\r\n", start) != text.npos;
}

int64_t count_line_ends(std::string_view text) {
  int64_t count = 0;
  for (size_t index = 0; index < text.size(); index++)
    count += text[index] == '\n' || (text[index] == '\r' && (index + 1 == text.size() || text[index + 1] != '\n'));
  return count;
}

/// Binary files fall apart into odd headers and rows, so the NUL byte is looked for first.
void check_no_nul(std::string_view text, int64_t text_offset) {
  size_t nul = text.find('\0');
  if (nul == text.npos) return;
  throw Failure{.kind = ARROW_BRIDGE_NUL,
                .line = 1 + count_line_ends(text.substr(0, nul)),
                .position = text_offset + int64_t(nul)};
}

void add_line(CSVBlock &block, int64_t line) {
  bool is_regular = block.rows > 0 && block.lines.back().line + block.rows - block.lines.back().row == line;
  if (!is_regular) block.lines.push_back({block.rows, line});
  block.rows++;
}

}  // namespace

CSVBlocks::CSVBlocks(const char *path, ArrowBridgeCompression compression, ArrowBridgeEncoding encoding,
                     int64_t block_size)
    : source(path, compression, encoding), block_size(std::clamp<int64_t>(block_size, 16, record_limit)) {
  read_head();
}

std::string_view CSVBlocks::text() const { return {reinterpret_cast<const char *>(memory->data()), size_t(size)}; }

std::string_view CSVBlocks::unread() const { return text().substr(begin); }

/// Moves the unread text to memory of its own, of `capacity` bytes; blocks handed over keep theirs.
void CSVBlocks::reserve(int64_t capacity) {
  std::shared_ptr<arrow::Buffer> larger = check(arrow::AllocateBuffer(capacity), ARROW_BRIDGE_MEMORY);
  if (memory) std::memcpy(larger->mutable_data(), memory->data() + begin, size - begin);
  memory = std::move(larger);
  scanner.drop(begin);
  size -= begin;
  begin = 0;
}

void CSVBlocks::fill() {
  size += source.read(memory->mutable_data() + size, memory->size() - size);
  // Text that ends in a fault goes on behind it.
  is_last = size < memory->size() && !source.fault();
}

void CSVBlocks::read_head() {
  reserve(block_size);
  fill();
  while (!is_last && !source.fault() && !holds_line(unread()) && size < record_limit) {
    reserve(2 * size);
    fill();
  }
  if (unread().starts_with("\xef\xbb\xbf")) {
    begin = 3;
    scanner.start(begin);
  }
}

/// Makes the text longer, and the memory where the record that begins it fills it.
void CSVBlocks::read_more() {
  if (auto failure = source.fault()) {
    failure->line = scanner.record_line() + count_line_ends(unread());
    throw *failure;
  }
  int64_t unread = size - begin;
  if (unread >= record_limit)
    throw Failure{.kind = ARROW_BRIDGE_LINE_TOO_LONG, .line = scanner.record_line(), .expected = record_limit};
  reserve(unread < block_size ? block_size : 2 * unread);
  fill();
}

std::optional<CSVHeader> CSVBlocks::header(ArrowBridgeCSVDialect dialect) {
  check_no_nul(unread(), begin);
  this->dialect = dialect;
  scanner.set_dialect(dialect);
  while (true) {
    CSVRecord record;
    if (scanner.next(text(), is_last, &record)) {
      begin = scanner.record_begin();
      auto header = text().substr(record.begin, record.end - record.begin);
      if (!is_blank(header, dialect)) return CSVHeader{header, record.line};
    } else if (is_last) {
      return std::nullopt;
    } else {
      read_more();
    }
  }
}

void CSVBlocks::start(ArrowBridgeCSVDialect dialect) {
  check_no_nul(unread(), begin);
  this->dialect = dialect;
  scanner.set_dialect(dialect);
}

std::optional<CSVBlock> CSVBlocks::next(int32_t columns) {
  while (true) {
    if (fault) throw *fault;
    CSVBlock block = scan(columns);
    if (block.rows > 0) return block;
    if (is_last && !fault) return std::nullopt;
    if (!fault) read_more();
  }
}

/// Takes all whole records of the text.
CSVBlock CSVBlocks::scan(int32_t columns) {
  CSVBlock block;
  std::string_view text = this->text();
  int64_t start = begin;
  try {
    CSVRecord record;
    while (scanner.next(text, is_last, &record)) {
      bool is_row = columns == 1 || !is_blank(text.substr(record.begin, record.end - record.begin), dialect);
      if (is_row) add_line(block, record.line);
    }
  } catch (const Failure &failure) {
    if (failure.kind == ARROW_BRIDGE_NUL) throw;
    fault = failure;
  }
  begin = scanner.record_begin();
  block.text = arrow::SliceBuffer(memory, start, begin - start);
  return block;
}

}  // namespace bridge
