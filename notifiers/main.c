/* srok-send: takes letters from srokd over fd 0 and sends them. It is started
 * by srokd or by a socket unit, never by hand; it says so when it is. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "serve.h"

static const char help[] =
    "srok-send: sends the letters and webhooks of srokd.\n"
    "\n"
    "It is started by srokd itself, or by systemd for it, with a socket\n"
    "(AF_UNIX, SOCK_SEQPACKET) as standard input, and reads no file of\n"
    "settings: all it needs comes over that socket.\n"
    "\n"
    "  srok-send --help      this\n"
    "  srok-send --version   the version\n"
    "\n"
    "To try a way out: srokctl test-send\n";

static int
is_core(int fd)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0
	    && type == SOCK_SEQPACKET;
}

/* libcurl takes and frees 64 KiB for each letter: keep them instead of
 * giving them back to the kernel, 15 of 80 us a letter. A core file would
 * hold a password. */
static void
prepare(void)
{
	const struct rlimit none = { 0, 0 };

	mallopt(M_TRIM_THRESHOLD, 8 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
	setrlimit(RLIMIT_CORE, &none);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(help, stdout);
		return EX_OK;
	}
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("srok-send " SROK_VERSION);
		return EX_OK;
	}
	if (argc != 1 || !is_core(STDIN_FILENO)) {
		fputs(help, stderr);
		return EX_USAGE;
	}
	prepare();
	return serve(STDIN_FILENO);
}
