#pragma once
#include <arrow/record_batch.h>

#include <memory>

namespace bridge {

/// `batch` with columns that Arrow writes as our CSV files have them: timestamps without a zone and without digits
/// that are zero in all rows, and nothing null in a table of one column, where it would be a blank line.
std::shared_ptr<arrow::RecordBatch> csv_columns(const arrow::RecordBatch &batch);

/// Whether some text must be quoted: empty (else it would be null), or with a comma, a quote, a line end, or a blank
/// at an end.
bool needs_quotes(const arrow::RecordBatch &batch);
bool needs_quotes(const arrow::Schema &names);

}  // namespace bridge
