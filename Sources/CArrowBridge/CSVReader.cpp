#include <arrow/c/bridge.h>

#include <memory>

#include "BridgeError.h"
#include "CSVBlocks.h"
#include "CSVParser.h"
#include "JSONParser.h"

using namespace bridge;

struct ArrowBridgeCSVReader {
  CSVBlocks blocks;
  std::shared_ptr<CSVFormat> format = std::make_shared<CSVFormat>();
};

struct ArrowBridgeCSVBlock {
  CSVBlock block;
  std::shared_ptr<const CSVFormat> format;
};

extern "C" {

ArrowBridgeCSVReader *arrow_bridge_csv_open(const char *path, ArrowBridgeCompression compression,
                                            ArrowBridgeEncoding encoding, int64_t block_size,
                                            ArrowBridgeError *error) {
  return guarded<ArrowBridgeCSVReader *>(
      error, nullptr, [&] { return new ArrowBridgeCSVReader{CSVBlocks(path, compression, encoding, block_size)}; });
}

ArrowBridgeEncoding arrow_bridge_csv_encoding(const ArrowBridgeCSVReader *reader) { return reader->blocks.encoding(); }

const uint8_t *arrow_bridge_csv_head(const ArrowBridgeCSVReader *reader, int64_t *count, bool *is_whole) {
  auto head = reader->blocks.head();
  *count = int64_t(head.size());
  *is_whole = reader->blocks.is_head_whole();
  return reinterpret_cast<const uint8_t *>(head.data());
}

bool arrow_bridge_csv_header(ArrowBridgeCSVReader *reader, ArrowBridgeCSVDialect dialect, bool is_kept,
                             struct ArrowArray *names, int64_t *line, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    names->release = nullptr;
    auto header = reader->blocks.header(dialect, is_kept);
    if (!header) return true;
    check_column_count(*header, dialect);
    auto batch = parse_header(header->text, dialect);
    *reader->format = {dialect, batch->num_columns(), {}};
    *line = header->line;
    check(arrow::ExportRecordBatch(*batch, names), ARROW_BRIDGE_OTHER);
    return true;
  });
}

bool arrow_bridge_csv_select(ArrowBridgeCSVReader *reader, int32_t fields, const int32_t *columns, int32_t count,
                             ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    reader->format->columns = fields;
    reader->format->selected.assign(columns, columns + count);
    return true;
  });
}

bool arrow_bridge_csv_next(ArrowBridgeCSVReader *reader, ArrowBridgeCSVBlock **block, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    auto next = reader->blocks.next(reader->format->columns);
    *block = next ? new ArrowBridgeCSVBlock{std::move(*next), reader->format} : nullptr;
    return true;
  });
}

void arrow_bridge_csv_close(ArrowBridgeCSVReader *reader) { delete reader; }

int64_t arrow_bridge_csv_block_rows(const ArrowBridgeCSVBlock *block) { return block->block.rows; }

const ArrowBridgeLineBreak *arrow_bridge_csv_block_lines(const ArrowBridgeCSVBlock *block, int64_t *count) {
  *count = int64_t(block->block.lines.size());
  return block->block.lines.data();
}

bool arrow_bridge_csv_block_read(const ArrowBridgeCSVBlock *block, struct ArrowArray *out, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    check(arrow::ExportRecordBatch(*parse_block(block->block, *block->format), out), ARROW_BRIDGE_OTHER);
    return true;
  });
}

bool arrow_bridge_json_start(ArrowBridgeCSVReader *reader, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    reader->blocks.start(line_dialect);
    // With one column, blank lines would be rows.
    *reader->format = {line_dialect, 2, {}};
    return true;
  });
}

bool arrow_bridge_json_block_members(const ArrowBridgeCSVBlock *block, void *context,
                                     void (*member)(void *context, const char *name, ArrowBridgeJSONKind kind),
                                     ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    for (const auto &found : json_members(block->block)) member(context, found.name.c_str(), found.kind);
    return true;
  });
}

bool arrow_bridge_json_block_read(const ArrowBridgeCSVBlock *block, const char *const *names,
                                  const ArrowBridgeJSONKind *kinds, int32_t count, struct ArrowArray *out,
                                  ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    std::vector<JSONMember> members;
    for (int32_t index = 0; index < count; index++) members.push_back({names[index], kinds[index]});
    check(arrow::ExportRecordBatch(*parse_json(block->block, members), out), ARROW_BRIDGE_OTHER);
    return true;
  });
}

void arrow_bridge_csv_block_free(ArrowBridgeCSVBlock *block) { delete block; }
}
