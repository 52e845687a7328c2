#include "CSVParser.h"

#include <arrow/csv/api.h>
#include <arrow/io/memory.h>
#include <arrow/table.h>
#include <arrow/type.h>

#include <algorithm>
#include <optional>

#include "BridgeError.h"

namespace bridge {
namespace {

using arrow::csv::InvalidRow;
using arrow::csv::InvalidRowResult;

/// As many as a sheet of the usual spreadsheets.
constexpr int64_t column_limit = 16'384;

arrow::csv::ReadOptions read_options(int64_t size) {
  auto options = arrow::csv::ReadOptions::Defaults();
  options.use_threads = false;
  // One block for Arrow too: then it numbers the rows.
  options.block_size = int32_t(size + 1);
  return options;
}

arrow::csv::ParseOptions parse_options(ArrowBridgeCSVDialect dialect) {
  auto options = arrow::csv::ParseOptions::Defaults();
  options.delimiter = char(dialect.delimiter);
  options.quoting = dialect.quote != 0;
  options.quote_char = char(dialect.quote);
  options.newlines_in_values = true;
  return options;
}

/// All of `names` as `type`.
arrow::csv::ConvertOptions convert_options(const std::vector<std::string> &names,
                                           const std::shared_ptr<arrow::DataType> &type) {
  auto options = arrow::csv::ConvertOptions::Defaults();
  for (const auto &name : names) options.column_types[name] = type;
  // The caller looks at distinct values only.
  options.check_utf8 = false;
  options.null_values = {""};
  options.strings_can_be_null = true;
  return options;
}

std::shared_ptr<arrow::RecordBatch> parse(const std::shared_ptr<arrow::Buffer> &text,
                                          const arrow::csv::ReadOptions &reading,
                                          const arrow::csv::ParseOptions &parsing,
                                          const arrow::csv::ConvertOptions &conversion) {
  auto input = std::make_shared<arrow::io::BufferReader>(text);
  auto reader =
      check(arrow::csv::TableReader::Make(arrow::io::default_io_context(), input, reading, parsing, conversion));
  return check(check(reader->Read())->CombineChunksToBatch());
}

/// The names that Arrow gives to `count` columns without any.
std::vector<std::string> column_names(int64_t count) {
  std::vector<std::string> names;
  for (int64_t column = 0; column < count; column++) names.push_back("f" + std::to_string(column));
  return names;
}

/// The line of row `row` of `block`.
int64_t line_of(const CSVBlock &block, int64_t row) {
  auto after = std::upper_bound(block.lines.begin(), block.lines.end(), row,
                                [](int64_t row, const ArrowBridgeLineBreak &entry) { return row < entry.row; });
  const auto &entry = *std::prev(after);
  return entry.line + row - entry.row;
}

/// Passes over blank records, and keeps the facts of the first row with a wrong number of fields.
class RowChecker {
 public:
  RowChecker(const CSVBlock &block, ArrowBridgeCSVDialect dialect) : block(block), dialect(dialect) {}

  InvalidRowResult check(const InvalidRow &row) {
    if (row.actual_columns == 1 && is_blank(row.text, dialect)) {
      blanks++;
      return InvalidRowResult::Skip;
    }
    // Arrow counts all records from 1, the skipped ones too.
    ragged = Failure{.kind = ARROW_BRIDGE_RAGGED_ROW,
                     .line = line_of(block, row.number - 1 - blanks),
                     .position = row.actual_columns,
                     .expected = row.expected_columns};
    return InvalidRowResult::Error;
  }

  std::optional<Failure> ragged;

 private:
  const CSVBlock &block;
  ArrowBridgeCSVDialect dialect;
  int64_t blanks = 0;
};

}  // namespace

void check_column_count(const CSVHeader &header, ArrowBridgeCSVDialect dialect) {
  int64_t count = 1;
  bool is_quoted = false;
  for (size_t index = 0; index < header.text.size(); index++) {
    char byte = header.text[index];
    // Two quotes inside quotes are a letter, and end nothing.
    if (is_quoted && byte == char(dialect.quote) && index + 1 < header.text.size() &&
        header.text[index + 1] == char(dialect.quote))
      index++;
    else if (byte == char(dialect.quote))
      is_quoted = is_quoted ? false : index == 0 || header.text[index - 1] == char(dialect.delimiter);
    else if (byte == char(dialect.delimiter) && !is_quoted)
      count++;
  }
  if (count > column_limit)
    throw Failure{.kind = ARROW_BRIDGE_TOO_MANY_COLUMNS, .line = header.line, .position = count,
                  .expected = column_limit};
}

std::shared_ptr<arrow::RecordBatch> parse_header(std::string_view record, ArrowBridgeCSVDialect dialect) {
  // Arrow counts the fields of whole lines only.
  auto text = arrow::Buffer::FromString(std::string(record) + "\n");
  auto reading = read_options(text->size());
  reading.autogenerate_column_names = true;
  auto names = column_names(1 + std::count(record.begin(), record.end(), char(dialect.delimiter)));
  return parse(text, reading, parse_options(dialect), convert_options(names, arrow::utf8()));
}

std::shared_ptr<arrow::RecordBatch> parse_block(const CSVBlock &block, const CSVFormat &format) {
  auto reading = read_options(block.text->size());
  reading.column_names = column_names(format.columns);
  auto conversion = convert_options(reading.column_names, arrow::dictionary(arrow::int32(), arrow::utf8()));
  for (int32_t column : format.selected) conversion.include_columns.push_back(reading.column_names.at(column));
  // None would mean all.
  if (format.selected.empty()) conversion.include_columns = {reading.column_names.at(0)};
  RowChecker checker(block, format.dialect);
  auto parsing = parse_options(format.dialect);
  parsing.invalid_row_handler = [&checker](const InvalidRow &row) { return checker.check(row); };
  std::shared_ptr<arrow::RecordBatch> batch;
  try {
    batch = parse(block.text, reading, parsing, conversion);
  } catch (const Failure &) {
    if (checker.ragged) throw *checker.ragged;
    throw;
  }
  if (batch->num_rows() != block.rows) throw Failure{ARROW_BRIDGE_OTHER, 0, -1, "rows were lost"};
  return batch;
}

}  // namespace bridge
