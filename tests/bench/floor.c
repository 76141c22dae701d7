/* The least that a verified download costs: TLS by OpenSSL, a write at its offset, MD5 by OpenSSL.
 * usage: floor PORT PATH SIZE CONNECTIONS CA OUT none|stretches|whole
 * A thread for each connection takes stretches of the object in file order. `stretches` hashes each by itself as it
 * comes, a connection's share at once; `whole` gives one MD5 of all, by a thread that reads back the unbroken
 * beginning of the file while the rest arrives, and prints it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024, BLOCK = 1024 * 1024, STRETCH = 8 * 1024 * 1024, MOST = 65536 };

struct stretch { long start, stop, position; };

static const char *path;
static int port, out, hashes_stretches;
static SSL_CTX *context;
static struct stretch stretches[MOST];
static long count_of_stretches, next_stretch;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t advanced = PTHREAD_COND_INITIALIZER;

static void die(const char *what) { perror(what); exit(1); }

static SSL *connected(void) {
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server)) die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, fd);
    if (SSL_connect(tls) != 1) die("TLS");
    return tls;
}

/* Returns how many bytes of the body came along with the headers, moved to the start of the buffer. */
static long ask(SSL *tls, const struct stretch *wanted, char *buffer) {
    int length = snprintf(buffer, BUFFER, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=%ld-%ld\r\n\r\n",
                          path, wanted->start, wanted->stop - 1);
    if (SSL_write(tls, buffer, length) != length) die("request");
    long came = 0;
    char *end = NULL;
    while (!end) {
        int count = SSL_read(tls, buffer + came, BUFFER - came - 1);
        if (count <= 0) die("headers");
        came += count;
        buffer[came] = 0;
        end = strstr(buffer, "\r\n\r\n");
    }
    if (strncmp(buffer, "HTTP/1.1 206", 12)) die("status");
    long body = came - (end + 4 - buffer);
    memmove(buffer, end + 4, body);
    return body;
}

static void note(struct stretch *wanted, long position) {
    pthread_mutex_lock(&lock);
    wanted->position = position;
    pthread_cond_signal(&advanced);
    pthread_mutex_unlock(&lock);
}

static void fetch_stretch(SSL *tls, struct stretch *wanted, char *buffer) {
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    EVP_DigestInit_ex(digest, EVP_md5(), NULL);
    long filled = ask(tls, wanted, buffer), position = wanted->start;
    while (position < wanted->stop) {
        while (filled < BUFFER && position + filled < wanted->stop) {
            long room = wanted->stop - position < BUFFER ? wanted->stop - position : BUFFER;
            int count = SSL_read(tls, buffer + filled, room - filled);
            if (count <= 0) die("body");
            filled += count;
        }
        if (pwrite(out, buffer, filled, position) != filled) die("write");
        if (hashes_stretches) EVP_DigestUpdate(digest, buffer, filled);
        note(wanted, position += filled);
        filled = 0;
    }
    EVP_MD_CTX_free(digest);
}

static void *fetch(void *unused) {
    char *buffer = malloc(BUFFER);
    SSL *tls = connected();
    long mine;
    while ((mine = __atomic_fetch_add(&next_stretch, 1, __ATOMIC_RELAXED)) < count_of_stretches)
        fetch_stretch(tls, &stretches[mine], buffer);
    return unused;
}

/* Waits for bytes behind `position` in the stretch that it lies in; returns where they end. */
static long written_behind(const struct stretch *in, long position) {
    pthread_mutex_lock(&lock);
    while (in->position <= position) pthread_cond_wait(&advanced, &lock);
    long until = in->position;
    pthread_mutex_unlock(&lock);
    return until;
}

static void *follow(void *unused) {
    char *block = malloc(BLOCK);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    EVP_DigestInit_ex(digest, EVP_md5(), NULL);
    for (long i = 0; i < count_of_stretches; i++) {
        long position = stretches[i].start;
        while (position < stretches[i].stop) {
            long room = written_behind(&stretches[i], position) - position;
            if (room > BLOCK) room = BLOCK;
            if (pread(out, block, room, position) != room) die("read back");
            EVP_DigestUpdate(digest, block, room);
            position += room;
        }
    }
    unsigned char value[EVP_MAX_MD_SIZE];
    EVP_DigestFinal_ex(digest, value, NULL);
    printf("{\"md5\": \"");
    for (int i = 0; i < 16; i++) printf("%02x", value[i]);
    printf("\"}\n");
    return unused;
}

static void cut_up(long size, long step) {
    for (long start = 0; start < size; start += step) {
        if (count_of_stretches == MOST) die("too many stretches");
        stretches[count_of_stretches++] = (struct stretch){start, start + step < size ? start + step : size, start};
    }
}

int main(int count, char **given) {
    if (count != 8) return 2;
    port = atoi(given[1]), path = given[2], hashes_stretches = !strcmp(given[7], "stretches");
    long size = atol(given[3]), connections = atol(given[4]), follows = !strcmp(given[7], "whole");
    cut_up(size, follows ? STRETCH : (size + connections - 1) / connections);
    context = SSL_CTX_new(TLS_client_method());
    if (SSL_CTX_load_verify_locations(context, given[5], NULL) != 1) die("CA");
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    if ((out = open(given[6], O_RDWR | O_CREAT | O_TRUNC, 0600)) < 0) die("open");
    pthread_t threads[64], follower;
    if (connections > 64) connections = 64;
    for (long i = 0; i < connections; i++) pthread_create(&threads[i], NULL, fetch, NULL);
    if (follows) pthread_create(&follower, NULL, follow, NULL);
    for (long i = 0; i < connections; i++) pthread_join(threads[i], NULL);
    if (follows) pthread_join(follower, NULL);
    return 0;
}
