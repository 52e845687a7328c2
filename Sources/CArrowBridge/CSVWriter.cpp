#include <arrow/csv/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/writer.h>

#include "BorrowedBatch.h"
#include "BridgeError.h"
#include "CSVColumns.h"

using namespace bridge;

struct ArrowBridgeCSVWriter {
  std::shared_ptr<arrow::io::FileOutputStream> sink;
  std::shared_ptr<arrow::Schema> schema;
};

namespace {

arrow::csv::QuotingStyle style(bool needs_quotes) {
  // Arrow's `Needed` quotes all text, needed or not.
  return needs_quotes ? arrow::csv::QuotingStyle::Needed : arrow::csv::QuotingStyle::None;
}

/// The oldest versions that we accept quote all names.
template <typename Options>
void set_header_style(Options &options, arrow::csv::QuotingStyle style) {
  if constexpr (requires { options.quoting_header; }) options.quoting_header = style;
}

void write_header(ArrowBridgeCSVWriter &writer) {
  auto options = arrow::csv::WriteOptions::Defaults();
  set_header_style(options, style(needs_quotes(*writer.schema)));
  auto header = check(arrow::csv::MakeCSVWriter(writer.sink, writer.schema, options), ARROW_BRIDGE_IO);
  check(header->Close(), ARROW_BRIDGE_IO);
}

void write_rows(ArrowBridgeCSVWriter &writer, const arrow::RecordBatch &rows) {
  auto options = arrow::csv::WriteOptions::Defaults();
  options.include_header = false;
  options.batch_size = 1 << 13;
  options.quoting_style = style(needs_quotes(rows));
  check(arrow::csv::WriteCSV(rows, options, writer.sink.get()), ARROW_BRIDGE_IO);
}

}  // namespace

extern "C" {

ArrowBridgeCSVWriter *arrow_bridge_csv_create(const char *path, const char *const *names,
                                              const ArrowBridgeType *types, int32_t columns, ArrowBridgeError *error) {
  return guarded<ArrowBridgeCSVWriter *>(error, nullptr, [&] {
    auto writer = std::make_unique<ArrowBridgeCSVWriter>();
    writer->schema = schema_of(names, types, columns);
    writer->sink = check(arrow::io::FileOutputStream::Open(path), ARROW_BRIDGE_IO);
    if (columns > 0) write_header(*writer);
    return writer.release();
  });
}

bool arrow_bridge_csv_write(ArrowBridgeCSVWriter *writer, const ArrowBridgeColumn *columns, int64_t length,
                            ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    if (writer->schema->num_fields() > 0 && length > 0)
      write_rows(*writer, *csv_columns(*batch_of(writer->schema, columns, length)));
    return true;
  });
}

bool arrow_bridge_csv_finish(ArrowBridgeCSVWriter *writer, ArrowBridgeError *error) {
  return guarded(error, false, [&] {
    check(writer->sink->Close(), ARROW_BRIDGE_IO);
    return true;
  });
}

void arrow_bridge_csv_free(ArrowBridgeCSVWriter *writer) { delete writer; }
}
