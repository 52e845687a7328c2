#include "ReadableTypes.h"

#include <arrow/compute/cast.h>
#include <arrow/compute/exec.h>
#include <arrow/extension_type.h>

#include "BridgeError.h"

namespace bridge {
namespace {

using arrow::DataType;
using arrow::Type;

bool is_text(Type::type id) {
  switch (id) {
  case Type::STRING:
  case Type::LARGE_STRING:
  case Type::STRING_VIEW:
  case Type::BINARY:
  case Type::LARGE_BINARY:
  case Type::BINARY_VIEW:
  case Type::FIXED_SIZE_BINARY:
    return true;
  default:
    return false;
  }
}

std::shared_ptr<arrow::Array> cast(const arrow::Array &array, const std::shared_ptr<DataType> &type, int column,
                                   arrow::MemoryPool *pool) {
  auto options = arrow::compute::CastOptions::Safe(type);
  // Nanoseconds lose what microseconds cannot hold, and a date64 its impossible time of day.
  options.allow_time_truncate = true;
  options.allow_decimal_truncate = true;
  arrow::compute::ExecContext context(pool);
  auto result = arrow::compute::Cast(array, type, options, &context);
  if (result.ok()) return result.MoveValueUnsafe();
  auto failure = failure_from(result.status(), ARROW_BRIDGE_CONVERSION);
  failure.column = column;
  throw failure;
}

/// Casts the two halves of a dictionary on their own: no value is decoded.
std::shared_ptr<arrow::Array> readable_dictionary(const arrow::DictionaryArray &array,
                                                  const std::shared_ptr<DataType> &type, int column,
                                                  arrow::MemoryPool *pool) {
  auto codes = array.indices();
  if (codes->type_id() != Type::INT32) codes = cast(*codes, arrow::int32(), column, pool);
  auto values = array.dictionary();
  if (values->type_id() != Type::STRING) values = cast(*values, arrow::utf8(), column, pool);
  return check(arrow::DictionaryArray::FromArrays(type, codes, values));
}

}  // namespace

std::shared_ptr<DataType> readable_type(const std::shared_ptr<DataType> &type) {
  if (is_text(type->id())) return arrow::utf8();
  switch (type->id()) {
  case Type::BOOL:
  case Type::INT32:
  case Type::INT64:
  case Type::FLOAT:
  case Type::DOUBLE:
  case Type::DATE32:
    return type;
  case Type::INT8:
  case Type::INT16:
  case Type::UINT8:
  case Type::UINT16:
  case Type::UINT32:
  case Type::UINT64:
  case Type::DURATION:
    return arrow::int64();
  case Type::HALF_FLOAT:
    return arrow::float32();
  case Type::DECIMAL32:
  case Type::DECIMAL64:
  case Type::DECIMAL128:
  case Type::DECIMAL256:
    return arrow::float64();
  case Type::TIMESTAMP:
    return arrow::timestamp(arrow::TimeUnit::MICRO, static_cast<const arrow::TimestampType &>(*type).timezone());
  case Type::DATE64:
    return arrow::date32();
  case Type::TIME32:
  case Type::TIME64:
  case Type::NA:
    return arrow::utf8();
  case Type::EXTENSION:
    return readable_type(static_cast<const arrow::ExtensionType &>(*type).storage_type());
  case Type::DICTIONARY: {
    const auto &values = static_cast<const arrow::DictionaryType &>(*type).value_type();
    return is_text(values->id()) ? arrow::dictionary(arrow::int32(), arrow::utf8()) : readable_type(values);
  }
  default:
    return nullptr;
  }
}

std::shared_ptr<arrow::Array> readable_array(std::shared_ptr<arrow::Array> array, int column, arrow::MemoryPool *pool) {
  if (array->type_id() == Type::EXTENSION) array = static_cast<const arrow::ExtensionArray &>(*array).storage();
  auto type = readable_type(array->type());
  if (!type) throw Failure{ARROW_BRIDGE_UNSUPPORTED, 0, column, array->type()->ToString()};
  if (type->id() == Type::DICTIONARY)
    return readable_dictionary(static_cast<const arrow::DictionaryArray &>(*array), type, column, pool);
  if (array->type()->Equals(*type)) return array;
  if (array->type_id() == Type::DICTIONARY) {
    const auto &dictionary = static_cast<const arrow::DictionaryArray &>(*array);
    return readable_array(cast(*array, dictionary.dictionary()->type(), column, pool), column, pool);
  }
  return cast(*array, type, column, pool);
}

}  // namespace bridge
