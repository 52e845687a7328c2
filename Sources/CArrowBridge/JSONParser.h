#pragma once
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <memory>
#include <string>
#include <vector>

#include "CSVBlocks.h"

namespace bridge {

/// How lines of JSON are cut into blocks: nothing is quoted or separated, as far as lines go.
constexpr ArrowBridgeCSVDialect line_dialect{1, 0};

/// A member of the objects in a block.
struct JSONMember {
  std::string name;
  ArrowBridgeJSONKind kind;
};

/// The members of the objects in a block, one object a line, as far as this block shows their kinds. Throws JSON where
/// a line is no object or has more members than a table has columns; other faults show when the block is read.
std::vector<JSONMember> json_members(const CSVBlock &block);

/// The members that `members` names, null where an object lacks one; text as dictionary(int32, utf8). Throws JSON.
std::shared_ptr<arrow::RecordBatch> parse_json(const CSVBlock &block, const std::vector<JSONMember> &members);

}  // namespace bridge
