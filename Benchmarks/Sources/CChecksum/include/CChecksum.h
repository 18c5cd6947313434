#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli) of `length` bytes, continuing from `crc` (0 to start): the checksum of every TSDB file.
uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t length);

#endif
