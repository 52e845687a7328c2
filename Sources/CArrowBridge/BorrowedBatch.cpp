#include "BorrowedBatch.h"

#include <arrow/array.h>
#include <arrow/util/bitmap_ops.h>

#include <vector>

#include "BridgeError.h"

namespace bridge {
namespace {

std::shared_ptr<arrow::DataType> type_of(ArrowBridgeType type) {
  switch (type) {
  case ARROW_BRIDGE_BOOL:
    return arrow::boolean();
  case ARROW_BRIDGE_INT32:
    return arrow::int32();
  case ARROW_BRIDGE_INT64:
    return arrow::int64();
  case ARROW_BRIDGE_FLOAT:
    return arrow::float32();
  case ARROW_BRIDGE_DOUBLE:
    return arrow::float64();
  case ARROW_BRIDGE_TIMESTAMP:
    return arrow::timestamp(arrow::TimeUnit::MICRO);
  case ARROW_BRIDGE_TIMESTAMP_UTC:
    return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
  case ARROW_BRIDGE_DATE:
    return arrow::date32();
  case ARROW_BRIDGE_STRING:
    return arrow::utf8();
  case ARROW_BRIDGE_DICTIONARY:
    return arrow::dictionary(arrow::int32(), arrow::utf8());
  }
  throw Failure{ARROW_BRIDGE_OTHER, 0, -1, "unknown type"};
}

/// A buffer over the caller's memory; Arrow wants an address even for no bytes.
std::shared_ptr<arrow::Buffer> borrow(const void *bytes, int64_t size) {
  static const uint8_t nothing[64] = {};
  return std::make_shared<arrow::Buffer>(bytes ? static_cast<const uint8_t *>(bytes) : nothing, bytes ? size : 0);
}

std::shared_ptr<arrow::Buffer> validity_of(const ArrowBridgeColumn &column, int64_t length) {
  if (!column.validity || column.null_count == 0) return nullptr;
  if (column.validity_offset == 0) return borrow(column.validity, (length + 7) / 8);
  return check(
      arrow::internal::CopyBitmap(arrow::default_memory_pool(), column.validity, column.validity_offset, length));
}

std::shared_ptr<arrow::Array> strings_of(const ArrowBridgeColumn &column, std::shared_ptr<arrow::Buffer> validity,
                                         int64_t nulls) {
  int64_t count = column.string_count;
  auto offsets = borrow(column.string_offsets, (count + 1) * int64_t(sizeof(int32_t)));
  auto bytes = borrow(column.string_bytes, column.string_offsets ? column.string_offsets[count] : 0);
  return std::make_shared<arrow::StringArray>(count, offsets, bytes, std::move(validity), nulls);
}

std::shared_ptr<arrow::Buffer> packed_bits(const ArrowBridgeColumn &column, int64_t length) {
  const auto *values = static_cast<const uint8_t *>(column.values);
  auto bits = check(arrow::AllocateEmptyBitmap(length));
  for (int64_t row = 0; row < length; row++) {
    if (values[row]) bits->mutable_data()[row >> 3] |= uint8_t(1 << (row & 7));
  }
  return bits;
}

std::shared_ptr<arrow::Array> array_of(const ArrowBridgeColumn &column, const std::shared_ptr<arrow::DataType> &type,
                                       int64_t length) {
  auto validity = validity_of(column, length);
  int64_t nulls = validity ? column.null_count : 0;
  if (type->id() == arrow::Type::STRING) return strings_of(column, validity, nulls);
  if (type->id() == arrow::Type::BOOL)
    return std::make_shared<arrow::BooleanArray>(length, packed_bits(column, length), validity, nulls);
  int64_t width = type->id() == arrow::Type::DICTIONARY ? 4 : type->byte_width();
  auto data = arrow::ArrayData::Make(type, length, {validity, borrow(column.values, length * width)}, nulls);
  if (type->id() == arrow::Type::DICTIONARY) data->dictionary = strings_of(column, nullptr, 0)->data();
  return arrow::MakeArray(data);
}

}  // namespace

std::shared_ptr<arrow::Schema> schema_of(const char *const *names, const ArrowBridgeType *types, int32_t columns) {
  std::vector<std::shared_ptr<arrow::Field>> fields;
  for (int32_t column = 0; column < columns; column++)
    fields.push_back(arrow::field(names[column], type_of(types[column])));
  return arrow::schema(fields);
}

std::shared_ptr<arrow::RecordBatch> batch_of(const std::shared_ptr<arrow::Schema> &schema,
                                             const ArrowBridgeColumn *columns, int64_t length) {
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  for (int column = 0; column < schema->num_fields(); column++)
    arrays.push_back(array_of(columns[column], schema->field(column)->type(), length));
  return arrow::RecordBatch::Make(schema, length, arrays);
}

}  // namespace bridge
