#pragma once
#include <arrow/array.h>
#include <arrow/memory_pool.h>
#include <arrow/type.h>

#include <memory>

namespace bridge {

/// The few types that cross to Swift: bool, int32, int64, float, double, timestamp(µs), date32, utf8 and
/// dictionary(int32, utf8). Returns what `type` is read as; nullptr where it cannot be read (nested types).
std::shared_ptr<arrow::DataType> readable_type(const std::shared_ptr<arrow::DataType> &type);

/// `array` as `readable_type` of its type; the array itself where that is its type already. `column` names it in
/// failures; `pool` holds what a cast makes.
std::shared_ptr<arrow::Array> readable_array(std::shared_ptr<arrow::Array> array, int column,
                                             arrow::MemoryPool *pool = arrow::default_memory_pool());

}  // namespace bridge
