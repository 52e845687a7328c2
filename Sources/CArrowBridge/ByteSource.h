#pragma once
#include "CArrowBridge.h"

#include <arrow/io/interfaces.h>
#include <arrow/util/compression.h>

#include <memory>

namespace bridge {

/// The bytes of a file, decompressed on the way.
class ByteSource {
 public:
  ByteSource(const char *path, ArrowBridgeCompression compression);
  /// Reads up to `capacity` bytes; fewer only at the end of the file.
  int64_t read(uint8_t *out, int64_t capacity);

 private:
  // The stream keeps a pointer to the codec, so the codec is destroyed after it.
  std::unique_ptr<arrow::util::Codec> codec;
  std::shared_ptr<arrow::io::InputStream> stream;
};

}  // namespace bridge
