#include <arrow/io/file.h>
#include <arrow/util/key_value_metadata.h>
#include <arrow/util/thread_pool.h>
#include <parquet/arrow/writer.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "BorrowedBatch.h"
#include "BridgeError.h"

using namespace bridge;

struct ArrowBridgeParquetWriter {
  std::shared_ptr<arrow::io::FileOutputStream> sink;
  std::shared_ptr<arrow::Schema> schema;
  std::unique_ptr<parquet::arrow::FileWriter> file;
};

namespace {

/// A tenth of a second of packing for a table of some tens of columns. A multiple of the rows that Arrow encodes
/// between two looks at the size of a page, so that parts change no byte.
constexpr int64_t rows_per_part = 1 << 17;

/// Whole numbers that hardly repeat mostly ascend, so that their differences are small.
std::shared_ptr<parquet::WriterProperties> file_properties(const arrow::Schema &schema, const bool *repeats) {
  parquet::WriterProperties::Builder builder;
  builder.compression(parquet::Compression::ZSTD);
  // Row groups end where the caller says, never in the middle of a batch.
  builder.max_row_group_length(std::numeric_limits<int64_t>::max());
  for (int column = 0; column < schema.num_fields(); column++) {
    if (repeats[column]) continue;
    const auto &field = *schema.field(column);
    auto path = std::make_shared<parquet::schema::ColumnPath>(std::vector<std::string>{field.name()});
    builder.disable_dictionary(path);
    if (arrow::is_integer(field.type()->id())) builder.encoding(path, parquet::Encoding::DELTA_BINARY_PACKED);
  }
  return builder.build();
}

std::shared_ptr<parquet::ArrowWriterProperties> arrow_properties(int32_t threads) {
  parquet::ArrowWriterProperties::Builder builder;
  builder.store_schema();
  builder.set_use_threads(threads > 1);
  return builder.build();
}

}  // namespace

extern "C" {

ArrowBridgeParquetWriter *arrow_bridge_parquet_create(const char *path, const char *const *names,
                                                      const ArrowBridgeType *types, const bool *repeats,
                                                      int32_t columns, const char *const *keys,
                                                      const char *const *values, int32_t metadata_count, int32_t threads,
                                                      ArrowBridgeError *error) {
  return guarded<ArrowBridgeParquetWriter *>(error, nullptr, [&] {
    if (threads > 1 && arrow::GetCpuThreadPoolCapacity() != threads)
      check(arrow::SetCpuThreadPoolCapacity(threads), ARROW_BRIDGE_OTHER);
    auto metadata = std::make_shared<arrow::KeyValueMetadata>();
    for (int32_t entry = 0; entry < metadata_count; entry++) metadata->Append(keys[entry], values[entry]);
    auto writer = std::make_unique<ArrowBridgeParquetWriter>();
    writer->schema = schema_of(names, types, columns);
    writer->sink = check(arrow::io::FileOutputStream::Open(path), ARROW_BRIDGE_IO);
    auto schema = metadata_count > 0 ? writer->schema->WithMetadata(metadata) : writer->schema;
    writer->file = check(parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), writer->sink,
                                                          file_properties(*schema, repeats), arrow_properties(threads)),
                         ARROW_BRIDGE_IO);
    return writer.release();
  });
}

bool arrow_bridge_parquet_write(ArrowBridgeParquetWriter *writer, const ArrowBridgeColumn *columns, int64_t length,
                                int64_t row_group_rows, ArrowBridgeStop stop, const void *context,
                                ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    auto batch = batch_of(writer->schema, columns, length);
    for (int64_t first = 0; first < length; first += row_group_rows) {
      const int64_t end = std::min(length, first + row_group_rows);
      check(writer->file->NewBufferedRowGroup(), ARROW_BRIDGE_IO);
      for (int64_t part = first; part < end; part += rows_per_part) {
        if (stop(context)) return true;
        check(writer->file->WriteRecordBatch(*batch->Slice(part, std::min(rows_per_part, end - part))),
              ARROW_BRIDGE_IO);
      }
    }
    return true;
  });
}

bool arrow_bridge_parquet_finish(ArrowBridgeParquetWriter *writer, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    check(writer->file->Close(), ARROW_BRIDGE_IO);
    check(writer->sink->Close(), ARROW_BRIDGE_IO);
    return true;
  });
}

void arrow_bridge_parquet_free(ArrowBridgeParquetWriter *writer) {
  try {
    delete writer;
  } catch (...) {
    // A writer that failed may fail again as it closes; its error was reported before.
  }
}
}
