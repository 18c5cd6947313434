#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `length` bytes, continuing from `crc` (0 to start).
/// Uses SSE4.2 or ARMv8 CRC instructions where the processor has them, else a table.
uint32_t cplatform_crc32c(uint32_t crc, const void *bytes, size_t length);

/// The portable table version of `cplatform_crc32c`, for tests and for processors without the instruction.
uint32_t cplatform_crc32c_portable(uint32_t crc, const void *bytes, size_t length);

/// Installs a SIGBUS handler which puts a zero page where a mapped file was cut short by another process, so
/// that reading goes on and `cplatform_lost_pages` tells of it. Other SIGBUS causes keep their default action.
void cplatform_guard_mappings(void);

/// Announces a mapping to the guard; false when all slots are taken (the caller must then read, not map).
bool cplatform_register_mapping(const void *start, size_t length);
void cplatform_unregister_mapping(const void *start);

/// How many pages of the mapping that starts at `start` were found missing.
uint32_t cplatform_lost_pages(const void *start);

/// In a static program, has host names looked up in /etc/hosts and asked of the servers in /etc/resolv.conf, whatever
/// /etc/nsswitch.conf says: glibc would load modules of the machine for its other sources, which crash a program that
/// brings a glibc of another version. Does nothing in a program that is linked to the system's glibc.
void cplatform_resolve_names_alone(void);

/// Has the heap grow by so many bytes at a time, for programs that make many small objects and soon end: asking the
/// kernel for each few pages costs more than the pages. What is not touched takes no memory.
void cplatform_grow_heap_by(int bytes);

/// The commit this was built from, as Package.swift was told of it; empty where it was not.
const char *cplatform_commit(void);

#endif
