#pragma once
#include "CArrowBridge.h"

#include <arrow/buffer.h>
#include <arrow/record_batch.h>

#include <memory>
#include <string>
#include <vector>

#include "CSVBlocks.h"

namespace bridge {

/// How the blocks of a file are read.
struct CSVFormat {
  ArrowBridgeCSVDialect dialect;
  int32_t columns;
  /// Positions of the columns to read.
  std::vector<int32_t> selected;
};

/// Throws TOO_MANY_COLUMNS: each column costs memory in every block.
void check_column_count(const CSVHeader &header, ArrowBridgeCSVDialect dialect);

/// The fields of one record, as columns of one string.
std::shared_ptr<arrow::RecordBatch> parse_header(std::string_view record, ArrowBridgeCSVDialect dialect);

/// The chosen columns as dictionary(int32, utf8), or some column where none is chosen. Throws RAGGED_ROW.
std::shared_ptr<arrow::RecordBatch> parse_block(const CSVBlock &block, const CSVFormat &format);

}  // namespace bridge
