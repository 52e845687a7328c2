#pragma once
#include "CArrowBridge.h"

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <memory>

namespace bridge {

std::shared_ptr<arrow::Schema> schema_of(const char *const *names, const ArrowBridgeType *types, int32_t columns);

/// `length` rows in the caller's memory: not to be used after the call that lent it.
std::shared_ptr<arrow::RecordBatch> batch_of(const std::shared_ptr<arrow::Schema> &schema,
                                             const ArrowBridgeColumn *columns, int64_t length);

}  // namespace bridge
