#define _GNU_SOURCE
#include "CWorkGuard.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLOTS = 16, STACK = 32768 };

static cguard_page *slots[SLOTS];
static struct sigaction before[_NSIG];
static pthread_once_t once = PTHREAD_ONCE_INIT;

// The lane of the calling thread in each slot, from 1; 0 for none.
static _Thread_local uint8_t lanes[SLOTS];
static _Thread_local char stack[STACK];

// A page whose file was cut short, or has no room on the disk, becomes plain memory: the note is lost, not the process.
static int is_own_page(void *address) {
    for (int slot = 0; slot < SLOTS; slot++) {
        char *page = (char *)__atomic_load_n(&slots[slot], __ATOMIC_ACQUIRE);
        if (page == NULL || (char *)address < page || (char *)address >= page + CGUARD_PAGE) continue;
        return mmap(page, CGUARD_PAGE, PROT_READ | PROT_WRITE, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == page;
    }
    return 0;
}

void cguard_mark(cguard_page *page, int marked, int64_t end) {
    if (!__atomic_load_n(&page->is_open, __ATOMIC_ACQUIRE)) return;
    for (int lane = 0; lane < CGUARD_LANES; lane++) {
        int64_t none = 0;
        __atomic_compare_exchange_n(
            &page->lanes[lane].end, &none, lane == marked ? end : CGUARD_ELSEWHERE, 0, __ATOMIC_RELEASE,
            __ATOMIC_RELAXED);
    }
}

// Calls async-signal-safe functions only, and mmap, which is a plain system call.
static void handle(int number, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    if (number == SIGBUS && info->si_code > 0 && is_own_page(info->si_addr)) {
        errno = saved;
        return;
    }
    // A signal from another process says nothing about the work.
    int is_own = info->si_code > 0 || info->si_pid == getpid();
    for (int slot = 0; slot < SLOTS && is_own; slot++) {
        cguard_page *page = __atomic_load_n(&slots[slot], __ATOMIC_ACQUIRE);
        if (page != NULL) cguard_mark(page, (int)lanes[slot] - 1, number);
    }
    if (info->si_code > 0) {
        // A fault happens again on return, and reaches the earlier handler.
        sigaction(number, &before[number], NULL);
    } else {
        // A sent signal must be sent again to end the process: Swift's own handler returns, as from a fault, and the
        // process would continue.
        signal(number, SIG_DFL);
        raise(number);
    }
    errno = saved;
}

static void install(void) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    const int numbers[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT};
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++)
        sigaction(numbers[index], &action, &before[numbers[index]]);
}

int cguard_add(cguard_page *page) {
    pthread_once(&once, install);
    for (int slot = 0; slot < SLOTS; slot++) {
        cguard_page *none = NULL;
        if (__atomic_compare_exchange_n(&slots[slot], &none, page, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return slot;
    }
    return -1;
}

void cguard_remove(int slot) {
    if (slot >= 0 && slot < SLOTS) __atomic_store_n(&slots[slot], NULL, __ATOMIC_RELEASE);
}

void cguard_enter(int slot, int lane) {
    if (slot < 0 || slot >= SLOTS) return;
    stack_t found;
    if (sigaltstack(NULL, &found) == 0 && (found.ss_flags & SS_DISABLE)) {
        stack_t own = {.ss_sp = stack, .ss_size = STACK};
        sigaltstack(&own, NULL);
    }
    lanes[slot] = (uint8_t)(lane + 1);
}

void cguard_leave(int slot) {
    if (slot >= 0 && slot < SLOTS) lanes[slot] = 0;
}
