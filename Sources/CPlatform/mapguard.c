#define _GNU_SOURCE
#include "CPlatform.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

// A file may be cut short by another process while it is mapped; touching the lost pages raises SIGBUS. The slots
// are read by the signal handler, so they are plain atomics: no lock, no allocation.
#define SLOTS 1024

static struct {
    _Atomic(uintptr_t) start;
    _Atomic(size_t) length;
    _Atomic(uint32_t) lost;
} mappings[SLOTS];

static uintptr_t page_size;

static void on_sigbus(int signal_number, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t address = (uintptr_t)info->si_addr;
    for (size_t i = 0; i < SLOTS; i++) {
        uintptr_t start = atomic_load(&mappings[i].start);
        if (start == 0 || address < start || address - start >= atomic_load(&mappings[i].length)) continue;
        void *page = (void *)(address & ~(page_size - 1));
        void *zeros = mmap(page, page_size, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (zeros == MAP_FAILED) break;
        atomic_fetch_add(&mappings[i].lost, 1);
        return;
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {0};
    action.sa_sigaction = on_sigbus;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

void cplatform_guard_mappings(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}

bool cplatform_register_mapping(const void *start, size_t length) {
    for (size_t i = 0; i < SLOTS; i++) {
        uintptr_t expected = 0;
        // A slot is claimed with address 1, which no fault can have, until its length stands.
        if (!atomic_compare_exchange_strong(&mappings[i].start, &expected, 1)) continue;
        atomic_store(&mappings[i].length, length);
        atomic_store(&mappings[i].lost, 0);
        atomic_store(&mappings[i].start, (uintptr_t)start);
        return true;
    }
    return false;
}

static long slot_of(const void *start) {
    for (size_t i = 0; i < SLOTS; i++)
        if (atomic_load(&mappings[i].start) == (uintptr_t)start) return (long)i;
    return -1;
}

void cplatform_unregister_mapping(const void *start) {
    long slot = slot_of(start);
    if (slot >= 0) atomic_store(&mappings[slot].start, 0);
}

uint32_t cplatform_lost_pages(const void *start) {
    long slot = slot_of(start);
    return slot >= 0 ? atomic_load(&mappings[slot].lost) : 0;
}
