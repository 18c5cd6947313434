#include "CPlatform.h"

#include <elf.h>
#include <link.h>
#include <nss.h>
#include <sys/auxv.h>

/// Whether the kernel was told of a dynamic loader for this program.
static bool has_loader(void) {
    const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    unsigned long count = getauxval(AT_PHNUM);
    for (unsigned long i = 0; headers != NULL && i < count; i++) {
        if (headers[i].p_type == PT_INTERP) return true;
    }
    return false;
}

void cplatform_resolve_names_alone(void) {
    if (!has_loader()) __nss_configure_lookup("hosts", "files dns");
}
