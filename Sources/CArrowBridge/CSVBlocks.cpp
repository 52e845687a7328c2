#include "CSVBlocks.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace bridge {
namespace {

/// Bytes that a guess about the file looks at, and more where its first line is longer.
constexpr int64_t sample_size = 1 << 20;
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
  read_sample();
  reserve(this->block_size);
  fill();
  if (unread().starts_with("\xef\xbb\xbf")) {
    begin = 3;
    scanner.start(begin);
  }
}

void CSVBlocks::read_sample() {
  do {
    size_t before = sample.size();
    sample.resize(std::max<size_t>(sample_size, 2 * before));
    size_t wanted = sample.size() - before;
    size_t count = source.read(reinterpret_cast<uint8_t *>(sample.data()) + before, wanted);
    sample.resize(before + count);
    is_sample_whole = count < wanted && !source.fault();
  } while (!is_sample_whole && !source.fault() && !holds_line(sample) && int64_t(sample.size()) < record_limit);
}

std::string_view CSVBlocks::head() const {
  std::string_view head = sample;
  return head.starts_with("\xef\xbb\xbf") ? head.substr(3) : head;
}

/// Reads the sample first.
int64_t CSVBlocks::read(uint8_t *out, int64_t capacity) {
  int64_t count = std::min<int64_t>(capacity, sample.size() - sample_taken);
  std::memcpy(out, sample.data() + sample_taken, count);
  sample_taken += count;
  return count < capacity ? count + source.read(out + count, capacity - count) : count;
}

/// What stands behind all text that was read.
std::optional<Failure> CSVBlocks::source_fault() const {
  return sample_taken < int64_t(sample.size()) ? std::nullopt : source.fault();
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
  // A tab that is yet to be written for blanks takes a byte.
  int64_t gap = joiner && joiner->is_pending() ? 1 : 0;
  int64_t capacity = memory->size() - size - gap;
  uint8_t *start = memory->mutable_data() + size;
  int64_t count = read(start + gap, capacity);
  // Text that ends in a fault goes on behind it.
  is_last = count < capacity && !source_fault();
  size += joiner ? joiner->join(start + gap, count, start) : count;
}

void CSVBlocks::set_dialect(ArrowBridgeCSVDialect dialect) {
  this->dialect = dialect;
  scanner.set_dialect(dialect);
  if (!dialect.joins_blanks || joiner) return;
  joiner.emplace(dialect.quote);
  uint8_t *start = memory->mutable_data() + begin;
  size = begin + joiner->join(start, size - begin, start);
}

/// Makes the text longer, and the memory where the record that begins it fills it.
void CSVBlocks::read_more() {
  if (auto failure = source_fault()) {
    failure->line = scanner.record_line() + count_line_ends(unread());
    throw *failure;
  }
  int64_t unread = size - begin;
  if (unread >= record_limit)
    throw Failure{.kind = ARROW_BRIDGE_LINE_TOO_LONG, .line = scanner.record_line(), .expected = record_limit};
  reserve((unread < block_size ? block_size : 2 * unread) + (joiner ? 1 : 0));
  fill();
}

std::optional<CSVHeader> CSVBlocks::header(ArrowBridgeCSVDialect dialect, bool is_kept) {
  check_no_nul(unread(), begin);
  set_dialect(dialect);
  while (true) {
    CSVRecord record;
    CSVScanner before = scanner;
    if (scanner.next(text(), is_last, &record)) {
      auto header = text().substr(record.begin, record.end - record.begin);
      bool is_found = !is_blank(header, dialect);
      if (is_found && is_kept) scanner = before;
      begin = scanner.record_begin();
      if (is_found) return CSVHeader{header, record.line};
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
