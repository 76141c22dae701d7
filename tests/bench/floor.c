/* The least that a verified download costs: TLS by OpenSSL, a write at its offset, one MD5 over each stretch.
 * usage: floor PORT PATH SIZE CONNECTIONS CA OUT MD5(0|1)     one stretch of the object per connection and thread */
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

enum { BUFFER = 256 * 1024 };

static const char *path;
static int port, out, with_md5;
static SSL_CTX *context;

struct stretch { long start, stop; };

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

static void *fetch(void *given) {
    const struct stretch *wanted = given;
    char *buffer = malloc(BUFFER);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    EVP_DigestInit_ex(digest, EVP_md5(), NULL);
    SSL *tls = connected();
    long filled = ask(tls, wanted, buffer), position = wanted->start;
    while (position < wanted->stop) {
        while (filled < BUFFER && position + filled < wanted->stop) {
            int count = SSL_read(tls, buffer + filled, BUFFER - filled);
            if (count <= 0) die("body");
            filled += count;
        }
        if (pwrite(out, buffer, filled, position) != filled) die("write");
        if (with_md5) EVP_DigestUpdate(digest, buffer, filled);
        position += filled;
        filled = 0;
    }
    return NULL;
}

int main(int count, char **given) {
    if (count != 8) return 2;
    port = atoi(given[1]), path = given[2], with_md5 = atoi(given[7]);
    long size = atol(given[3]), connections = atol(given[4]), step = (size + connections - 1) / connections;
    context = SSL_CTX_new(TLS_client_method());
    if (SSL_CTX_load_verify_locations(context, given[5], NULL) != 1) die("CA");
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    if ((out = open(given[6], O_RDWR | O_CREAT | O_TRUNC, 0600)) < 0) die("open");
    pthread_t threads[64];
    struct stretch stretches[64];
    for (long i = 0; i < connections && i < 64; i++) {
        stretches[i] = (struct stretch){i * step, (i + 1) * step < size ? (i + 1) * step : size};
        pthread_create(&threads[i], NULL, fetch, &stretches[i]);
    }
    for (long i = 0; i < connections && i < 64; i++) pthread_join(threads[i], NULL);
    return 0;
}
