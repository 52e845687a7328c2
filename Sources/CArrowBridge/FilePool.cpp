#include "FilePool.h"

#include <arrow/status.h>

#include <algorithm>
#include <atomic>
#include <string>

namespace bridge {
namespace {

std::atomic<int64_t> granted{0};

class Pool : public arrow::MemoryPool {
 public:
  using arrow::MemoryPool::Allocate;
  using arrow::MemoryPool::Free;
  using arrow::MemoryPool::Reallocate;

  arrow::Status Allocate(int64_t size, int64_t alignment, uint8_t **out) override {
    ARROW_RETURN_NOT_OK(reserve(size));
    auto status = pool->Allocate(size, alignment, out);
    if (!status.ok()) used -= size;
    return status;
  }

  arrow::Status Reallocate(int64_t old_size, int64_t new_size, int64_t alignment, uint8_t **pointer) override {
    ARROW_RETURN_NOT_OK(reserve(new_size - old_size));
    auto status = pool->Reallocate(old_size, new_size, alignment, pointer);
    if (!status.ok()) used -= new_size - old_size;
    return status;
  }

  void Free(uint8_t *buffer, int64_t size, int64_t alignment) override {
    pool->Free(buffer, size, alignment);
    used -= size;
  }

  int64_t bytes_allocated() const override { return used; }
  int64_t total_bytes_allocated() const override { return pool->total_bytes_allocated(); }
  int64_t num_allocations() const override { return pool->num_allocations(); }
  std::string backend_name() const override { return pool->backend_name(); }

 private:
  arrow::MemoryPool *pool = arrow::default_memory_pool();
  std::atomic<int64_t> used{0};

  arrow::Status reserve(int64_t size) {
    if (size <= granted.load() - used.load() || size <= 0) {
      used += size;
      return arrow::Status::OK();
    }
    return arrow::Status::Invalid("a buffer of ", size, " bytes, more than a file of this size can hold");
  }
};

}  // namespace

arrow::MemoryPool *file_pool() {
  // Never destroyed: batches may be released when the process ends.
  static auto *pool = new Pool;
  return pool;
}

FileAllowance::FileAllowance(int64_t size) : bytes((int64_t(256) << 20) + 256 * std::min(size, int64_t(1) << 40)) {
  granted += bytes;
}

FileAllowance::~FileAllowance() { granted -= bytes; }

}  // namespace bridge
