/* What a process costs that only sleeps in libev with the daemon's libraries
 * linked and opened: the floor that srokd is measured against.
 *
 * usage: floor DATABASE */
#include <stdio.h>

#include <ev.h>
#include <microhttpd.h>
#include <sodium.h>
#include <sqlite3.h>
#include <yaml.h>

static enum MHD_Result
refuse(void *context, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data, size_t *size,
    void **state)
{
	(void)context;
	(void)connection;
	(void)url;
	(void)method;
	(void)version;
	(void)data;
	(void)size;
	(void)state;
	return MHD_NO;
}

static void
wake(struct ev_loop *loop, ev_periodic *w, int events)
{
	(void)loop;
	(void)w;
	(void)events;
}

int
main(int argc, char **argv)
{
	struct ev_loop *loop = ev_default_loop(0);
	ev_periodic timer;
	yaml_parser_t parser;
	sqlite3 *db;

	if (argc != 2 || sodium_init() < 0 || !yaml_parser_initialize(&parser))
		return 1;
	if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE;"
	    "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t (a);",
	    NULL, NULL, NULL) != SQLITE_OK)
		return 1;
	if (!MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0,
	    NULL, NULL, refuse, NULL, MHD_OPTION_END))
		return 1;
	ev_periodic_init(&timer, wake, 0., 86400., NULL);
	ev_periodic_start(loop, &timer);
	puts("ready");
	fflush(stdout);
	ev_run(loop, 0);
	return 0;
}
