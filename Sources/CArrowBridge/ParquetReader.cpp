#include <arrow/c/bridge.h>
#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <arrow/util/thread_pool.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/file_reader.h>

#include <numeric>
#include <vector>

#include "BridgeError.h"
#include "ReadableTypes.h"

using namespace bridge;

struct ArrowBridgeParquetReader {
  std::unique_ptr<parquet::arrow::FileReader> file;
  /// Leaf column of each top-level column; -1 for nested ones.
  std::vector<int> leaves;
  std::unique_ptr<arrow::RecordBatchReader> batches;
};

namespace {

using FileReader = parquet::arrow::FileReader;

parquet::ArrowReaderProperties properties_of(const ArrowBridgeParquetOptions &options) {
  parquet::ArrowReaderProperties properties(options.threads > 1);
  properties.set_batch_size(options.batch_rows);
  // Buffering ahead would hold the whole file; a local disk gains nothing from it.
  properties.set_pre_buffer(false);
  properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
  return properties;
}

std::unique_ptr<FileReader> open_file(const char *path, const ArrowBridgeParquetOptions &options) {
  auto source = check(arrow::io::ReadableFile::Open(path), ARROW_BRIDGE_IO);
  parquet::arrow::FileReaderBuilder builder;
  check(builder.Open(source));
  auto properties = properties_of(options);
  if (options.dictionary_strings) {
    const auto *schema = builder.raw_reader()->metadata()->schema();
    for (int leaf = 0; leaf < schema->num_columns(); leaf++) {
      if (schema->Column(leaf)->physical_type() == parquet::Type::BYTE_ARRAY)
        properties.set_read_dictionary(leaf, true);
    }
  }
  builder.properties(properties);
  std::unique_ptr<FileReader> reader;
  check(builder.Build(&reader));
  return reader;
}

/// Arrow changed this call's shape between the versions that we accept.
template <typename Reader>
std::unique_ptr<arrow::RecordBatchReader> batches_of(Reader &reader, const std::vector<int> &groups,
                                                     const std::vector<int> &columns) {
  if constexpr (requires { reader.GetRecordBatchReader(groups, columns); }) {
    return check(reader.GetRecordBatchReader(groups, columns));
  } else {
    std::unique_ptr<arrow::RecordBatchReader> batches;
    check(reader.GetRecordBatchReader(groups, columns, &batches));
    return batches;
  }
}

std::vector<std::shared_ptr<arrow::Field>> readable_fields(ArrowBridgeParquetReader &reader) {
  std::vector<std::shared_ptr<arrow::Field>> fields;
  for (const auto &column : reader.file->manifest().schema_fields) {
    auto type = column.is_leaf() ? readable_type(column.field->type()) : nullptr;
    reader.leaves.push_back(type ? column.column_index : -1);
    fields.push_back(arrow::field(column.field->name(), type ? type : column.field->type()));
  }
  return fields;
}

/// Exports the columns as a struct array; a batch without columns keeps its number of rows.
void export_batch(const arrow::RecordBatch &batch, struct ArrowArray *out) {
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  std::vector<std::shared_ptr<arrow::Field>> fields;
  for (int column = 0; column < batch.num_columns(); column++) {
    arrays.push_back(readable_array(batch.column(column), column));
    fields.push_back(arrow::field(batch.column_name(column), arrays.back()->type()));
  }
  auto readable = arrow::RecordBatch::Make(arrow::schema(fields), batch.num_rows(), arrays);
  check(arrow::ExportRecordBatch(*readable, out), ARROW_BRIDGE_OTHER);
}

}  // namespace

extern "C" {

ArrowBridgeParquetReader *arrow_bridge_parquet_open(const char *path, ArrowBridgeParquetOptions options,
                                                    struct ArrowSchema *schema, ArrowBridgeError *error) {
  return guarded<ArrowBridgeParquetReader *>(error, nullptr, [&] {
    if (options.threads > 1 && arrow::GetCpuThreadPoolCapacity() != options.threads)
      check(arrow::SetCpuThreadPoolCapacity(options.threads), ARROW_BRIDGE_OTHER);
    auto reader = std::make_unique<ArrowBridgeParquetReader>();
    reader->file = open_file(path, options);
    check(arrow::ExportSchema(*arrow::schema(readable_fields(*reader)), schema), ARROW_BRIDGE_OTHER);
    return reader.release();
  });
}

int64_t arrow_bridge_parquet_rows(const ArrowBridgeParquetReader *reader) {
  return reader->file->parquet_reader()->metadata()->num_rows();
}

bool arrow_bridge_parquet_select(ArrowBridgeParquetReader *reader, const int32_t *columns, int32_t count,
                                 ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    std::vector<int> leaves;
    for (int32_t position = 0; position < count; position++) {
      int leaf = reader->leaves.at(columns[position]);
      if (leaf < 0) throw Failure{ARROW_BRIDGE_UNSUPPORTED, 0, position, "nested column"};
      leaves.push_back(leaf);
    }
    std::vector<int> groups(reader->file->num_row_groups());
    std::iota(groups.begin(), groups.end(), 0);
    reader->batches = batches_of(*reader->file, groups, leaves);
    return true;
  });
}

bool arrow_bridge_parquet_next(ArrowBridgeParquetReader *reader, struct ArrowArray *out, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    out->release = nullptr;
    std::shared_ptr<arrow::RecordBatch> batch;
    check(reader->batches->ReadNext(&batch));
    if (batch) export_batch(*batch, out);
    return true;
  });
}

void arrow_bridge_parquet_close(ArrowBridgeParquetReader *reader) {
  // Batches read through the file, so they go first.
  if (reader) reader->batches.reset();
  delete reader;
}
}
