/* Makes the k-th call on chosen files end the process, fail, or write only half: how a crash and a bad disk look.

   Loaded before the C library (LD_PRELOAD). `fail_io_arm` says which call; until then everything is as ever. Only
   calls on paths that contain `text` count. Calls are named by one letter: o open, w write, r read, s sync of data,
   S sync of all, n rename, l link, u unlink, t truncate, m mkdir, a allocate. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { EXIT = -1, SHORT = -2 };

static char text[512], kinds[32];
static volatile int at, times, what, seen, fired;
static char fired_kind;

void fail_io_arm(const char *path_text, const char *call_kinds, int k, int count, int todo) {
    strncpy(text, path_text, sizeof text - 1);
    strncpy(kinds, call_kinds, sizeof kinds - 1);
    at = k, times = count, what = todo, seen = 0;
    __sync_lock_test_and_set(&fired, 0);
}

int fail_io_seen(void) { return seen; }
int fail_io_fired(void) { return fired; }
int fail_io_kind(void) { return fired_kind; }

/* 0: go on as ever; an errno; or SHORT. Does not come back if the process is to end here. */
static int verdict(char kind, const char *path) {
    if (!text[0] || !path || !strstr(path, text) || !strchr(kinds, kind)) return 0;
    int number = __sync_add_and_fetch(&seen, 1);
    if (at == 0 || number < at || number >= at + times) return 0;
    fired_kind = kind;
    __sync_lock_test_and_set(&fired, 1);
    if (what == EXIT) _exit(77);
    return what;
}

static int verdict_fd(char kind, int fd) {
    if (!text[0]) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return verdict(kind, path);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define REFUSE(v) do { if ((v) > 0) { errno = (v); return -1; } } while (0)

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); \
        } \
        int v = verdict('o', path); REFUSE(v); \
        return real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *data, size_t count, offset_type offset) { \
        REAL(name); \
        int v = verdict_fd('w', fd); REFUSE(v); \
        return real(fd, data, v == SHORT && count > 1 ? count / 2 : count, offset); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t count) {
    REAL(write);
    int v = verdict_fd('w', fd); REFUSE(v);
    return real(fd, data, v == SHORT && count > 1 ? count / 2 : count);
}

#define PREAD(name, offset_type) \
    ssize_t name(int fd, void *data, size_t count, offset_type offset) { \
        REAL(name); \
        int v = verdict_fd('r', fd); REFUSE(v); \
        return real(fd, data, v == SHORT && count > 1 ? count / 2 : count, offset); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define PREADV(name, offset_type) \
    ssize_t name(int fd, const struct iovec *parts, int count, offset_type offset) { \
        REAL(name); \
        int v = verdict_fd('r', fd); REFUSE(v); \
        struct iovec first = parts[0]; \
        if (v == SHORT && first.iov_len > 1) { first.iov_len /= 2; return real(fd, &first, 1, offset); } \
        return real(fd, parts, count, offset); \
    }
PREADV(preadv, off_t)
PREADV(preadv64, off64_t)

int fdatasync(int fd) { REAL(fdatasync); int v = verdict_fd('s', fd); REFUSE(v); return real(fd); }
int fsync(int fd) { REAL(fsync); int v = verdict_fd('S', fd); REFUSE(v); return real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); int v = verdict_fd('t', fd); REFUSE(v); return real(fd, size); }
int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64); int v = verdict_fd('t', fd); REFUSE(v); return real(fd, size);
}
int posix_fallocate(int fd, off_t offset, off_t size) {
    REAL(posix_fallocate);
    int v = verdict_fd('a', fd);
    return v > 0 ? v : real(fd, offset, size);
}
int rename(const char *from, const char *to) {
    REAL(rename); int v = verdict('n', from); REFUSE(v); return real(from, to);
}
int link(const char *from, const char *to) {
    REAL(link); int v = verdict('l', from); REFUSE(v); return real(from, to);
}
int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags) {
    REAL(linkat); int v = verdict('l', from); REFUSE(v); return real(from_fd, from, to_fd, to, flags);
}
int unlink(const char *path) { REAL(unlink); int v = verdict('u', path); REFUSE(v); return real(path); }
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir); int v = verdict('m', path); REFUSE(v); return real(path, mode);
}
