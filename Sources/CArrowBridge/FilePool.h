#pragma once
#include <arrow/memory_pool.h>

#include <cstdint>

namespace bridge {

/// Memory for what is read from files of strangers: it grants no more than their sizes can account for, so that a file
/// cannot claim buffers that fill the machine.
///
/// One pool for all open files, because batches may outlive the file that they came from.
arrow::MemoryPool *file_pool();

/// Room in `file_pool` while a file of `size` bytes is open: lz4 packs 255 bytes into one, and zstd more than that only
/// where all bytes are alike.
class FileAllowance {
 public:
  explicit FileAllowance(int64_t size);
  ~FileAllowance();
  FileAllowance(const FileAllowance &) = delete;
  FileAllowance &operator=(const FileAllowance &) = delete;

 private:
  int64_t bytes;
};

}  // namespace bridge
