#include <arrow/c/bridge.h>
#include <arrow/compute/api_vector.h>
#include <arrow/compute/exec.h>
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <string>
#include <vector>

#include "BridgeError.h"
#include "FilePool.h"
#include "ReadableTypes.h"

using namespace bridge;

struct ArrowBridgeIPCReader {
  std::string path;
  ArrowBridgeIPCOptions options;
  std::unique_ptr<FileAllowance> allowance;
  std::shared_ptr<arrow::Schema> schema;
  /// Positions among the fields that are read, in the order asked for.
  std::vector<int> places;
  std::shared_ptr<arrow::ipc::RecordBatchFileReader> file;
  std::shared_ptr<arrow::ipc::RecordBatchStreamReader> stream;
  int next_batch = 0;
  /// The stored batch at hand, and its rows that were handed out.
  std::shared_ptr<arrow::RecordBatch> batch;
  int64_t taken = 0;
};

namespace {

/// Arrow says in words only that bytes are missing.
ArrowBridgeErrorKind kind_of(const arrow::Status &status) {
  const auto &message = status.message();
  for (const char *words : {"xpected to be able to read", "xpected to read", "File is too small", "but only read"}) {
    if (message.find(words) != std::string::npos) return ARROW_BRIDGE_TRUNCATED;
  }
  return ARROW_BRIDGE_CORRUPT;
}

template <typename T>
T read(arrow::Result<T> result) {
  return check(result, kind_of(result.status()));
}

/// Opens the file for `fields` of its schema, or for all where there are none.
void open_file(ArrowBridgeIPCReader &reader, std::vector<int> fields) {
  auto options = arrow::ipc::IpcReadOptions::Defaults();
  options.memory_pool = file_pool();
  options.included_fields = std::move(fields);
  options.use_threads = false;
  // Swift reads values in place, and a hostile file may put them anywhere.
  options.ensure_alignment = arrow::ipc::Alignment::kDataTypeSpecificAlignment;
  auto source = check(arrow::io::ReadableFile::Open(reader.path, file_pool()), ARROW_BRIDGE_IO);
  if (!reader.allowance) reader.allowance = std::make_unique<FileAllowance>(check(source->GetSize(), ARROW_BRIDGE_IO));
  if (reader.options.is_stream) {
    reader.stream = read(arrow::ipc::RecordBatchStreamReader::Open(source, options));
    reader.schema = reader.stream->schema();
  } else {
    reader.file = read(arrow::ipc::RecordBatchFileReader::Open(source, options));
    reader.schema = reader.file->schema();
  }
}

std::shared_ptr<arrow::RecordBatch> next_stored_batch(ArrowBridgeIPCReader &reader) {
  std::shared_ptr<arrow::RecordBatch> batch;
  if (reader.stream) {
    auto status = reader.stream->ReadNext(&batch);
    check(status, kind_of(status));
  } else if (reader.next_batch < reader.file->num_record_batches()) {
    batch = read(reader.file->ReadRecordBatch(reader.next_batch++));
  }
  if (batch) check(batch->ValidateFull());
  return batch;
}

std::shared_ptr<arrow::DataType> crossing_type(const std::shared_ptr<arrow::DataType> &type, bool dictionary_strings) {
  auto readable = readable_type(type);
  if (readable && dictionary_strings && readable->id() == arrow::Type::STRING)
    return arrow::dictionary(arrow::int32(), arrow::utf8());
  return readable;
}

std::shared_ptr<arrow::RecordBatch> crossing_batch(const ArrowBridgeIPCReader &reader,
                                                   const arrow::RecordBatch &stored) {
  arrow::compute::ExecContext context(file_pool());
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  std::vector<std::shared_ptr<arrow::Field>> fields;
  for (size_t column = 0; column < reader.places.size(); column++) {
    auto array = readable_array(stored.column(reader.places[column]), int(column), file_pool());
    if (reader.options.dictionary_strings && array->type_id() == arrow::Type::STRING) {
      auto options = arrow::compute::DictionaryEncodeOptions::Defaults();
      array = check(arrow::compute::DictionaryEncode(array, options, &context)).make_array();
    }
    fields.push_back(arrow::field(stored.column_name(reader.places[column]), array->type()));
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(arrow::schema(fields), stored.num_rows(), arrays);
}

}  // namespace

extern "C" {

ArrowBridgeIPCReader *arrow_bridge_ipc_open(const char *path, ArrowBridgeIPCOptions options,
                                            struct ArrowSchema *schema, ArrowBridgeError *error) {
  return guarded<ArrowBridgeIPCReader *>(error, nullptr, [&] {
    auto reader = std::make_unique<ArrowBridgeIPCReader>();
    reader->path = path;
    reader->options = options;
    open_file(*reader, {});
    std::vector<std::shared_ptr<arrow::Field>> fields;
    for (const auto &field : reader->schema->fields()) {
      auto type = crossing_type(field->type(), options.dictionary_strings);
      fields.push_back(arrow::field(field->name(), type ? type : field->type()));
    }
    check(arrow::ExportSchema(*arrow::schema(fields), schema));
    return reader.release();
  });
}

bool arrow_bridge_ipc_select(ArrowBridgeIPCReader *reader, const int32_t *columns, int32_t count,
                             ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    std::vector<int> selected(columns, columns + count);
    auto fields = selected;
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    for (int column : selected)
      reader->places.push_back(int(std::lower_bound(fields.begin(), fields.end(), column) - fields.begin()));
    if (!fields.empty()) open_file(*reader, fields);
    return true;
  });
}

bool arrow_bridge_ipc_next(ArrowBridgeIPCReader *reader, struct ArrowArray *out, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    out->release = nullptr;
    // Rows without columns say nothing, and a file can claim any number of them.
    if (reader->places.empty()) return true;
    while (!reader->batch || reader->taken >= reader->batch->num_rows()) {
      reader->batch = next_stored_batch(*reader);
      if (!reader->batch) return true;
      reader->taken = 0;
    }
    auto slice = reader->batch->Slice(reader->taken, reader->options.batch_rows);
    reader->taken += slice->num_rows();
    // Slices first: each gets a dictionary of just its own strings.
    check(arrow::ExportRecordBatch(*crossing_batch(*reader, *slice), out), ARROW_BRIDGE_OTHER);
    return true;
  });
}

void arrow_bridge_ipc_close(ArrowBridgeIPCReader *reader) { delete reader; }
}
