#include "CSVColumns.h"

#include <arrow/array.h>
#include <arrow/array/builder_binary.h>
#include <arrow/compute/cast.h>
#include <arrow/type.h>

#include <string_view>
#include <vector>

#include "BridgeError.h"

namespace bridge {
namespace {

bool needs_quotes(std::string_view text) {
  auto is_blank = [](char byte) { return byte == ' ' || byte == '\t'; };
  return text.empty() || is_blank(text.front()) || is_blank(text.back()) ||
         text.find_first_of(",\"\r\n") != text.npos;
}

bool needs_quotes(const arrow::StringArray &texts) {
  for (int64_t row = 0; row < texts.length(); row++) {
    if (!texts.IsNull(row) && needs_quotes(texts.GetView(row))) return true;
  }
  return false;
}

/// Looks at used entries only.
bool needs_quotes(const arrow::DictionaryArray &column) {
  const auto &texts = static_cast<const arrow::StringArray &>(*column.dictionary());
  const auto &codes = static_cast<const arrow::Int32Array &>(*column.indices());
  std::vector<bool> is_special(texts.length());
  for (int64_t entry = 0; entry < texts.length(); entry++)
    is_special[entry] = !texts.IsNull(entry) && needs_quotes(texts.GetView(entry));
  for (int64_t row = 0; row < codes.length(); row++) {
    if (!codes.IsNull(row) && is_special[codes.Value(row)]) return true;
  }
  return false;
}

bool needs_quotes(const arrow::Array &column) {
  switch (column.type_id()) {
  case arrow::Type::STRING:
    return needs_quotes(static_cast<const arrow::StringArray &>(column));
  case arrow::Type::DICTIONARY:
    return needs_quotes(static_cast<const arrow::DictionaryArray &>(column));
  default:
    return false;
  }
}

std::shared_ptr<arrow::Array> cast(const arrow::Array &column, const std::shared_ptr<arrow::DataType> &type) {
  auto options = arrow::compute::CastOptions::Safe(type);
  // Null rows may hold anything.
  options.allow_time_truncate = true;
  return check(arrow::compute::Cast(column, type, options), ARROW_BRIDGE_OTHER);
}

/// The coarsest unit that holds all values.
arrow::TimeUnit::type unit_of(const arrow::TimestampArray &times) {
  bool is_seconds = true;
  bool is_milliseconds = true;
  for (int64_t row = 0; row < times.length(); row++) {
    if (times.IsNull(row)) continue;
    is_seconds &= times.Value(row) % 1'000'000 == 0;
    is_milliseconds &= times.Value(row) % 1'000 == 0;
  }
  return is_seconds ? arrow::TimeUnit::SECOND : is_milliseconds ? arrow::TimeUnit::MILLI : arrow::TimeUnit::MICRO;
}

std::shared_ptr<arrow::Array> without_nulls(const arrow::Array &column) {
  auto texts = std::static_pointer_cast<arrow::StringArray>(cast(column, arrow::utf8()));
  arrow::StringBuilder builder;
  for (int64_t row = 0; row < texts->length(); row++)
    check(builder.Append(texts->IsNull(row) ? std::string_view() : texts->GetView(row)), ARROW_BRIDGE_MEMORY);
  return check(builder.Finish());
}

}  // namespace

std::shared_ptr<arrow::RecordBatch> csv_columns(const arrow::RecordBatch &batch) {
  std::vector<std::shared_ptr<arrow::Array>> columns;
  std::vector<std::shared_ptr<arrow::Field>> fields;
  for (int index = 0; index < batch.num_columns(); index++) {
    auto column = batch.column(index);
    if (column->type_id() == arrow::Type::TIMESTAMP)
      column = cast(*column, arrow::timestamp(unit_of(static_cast<const arrow::TimestampArray &>(*column))));
    if (batch.num_columns() == 1 && column->null_count() > 0) column = without_nulls(*column);
    columns.push_back(column);
    fields.push_back(arrow::field(batch.column_name(index), column->type()));
  }
  return arrow::RecordBatch::Make(arrow::schema(fields), batch.num_rows(), columns);
}

bool needs_quotes(const arrow::RecordBatch &batch) {
  for (const auto &column : batch.columns()) {
    if (needs_quotes(*column)) return true;
  }
  return false;
}

bool needs_quotes(const arrow::Schema &names) {
  for (const auto &field : names.fields()) {
    if (needs_quotes(std::string_view(field->name()))) return true;
  }
  return false;
}

}  // namespace bridge
