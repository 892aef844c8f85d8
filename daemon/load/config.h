/* config.h - srokd.yaml: what the administrator decides for the daemon.
 *
 * Owns:        nothing; a loaded configuration lives in one arena.
 * May touch:   core's types.
 * Never knows: what is done with it.
 *
 * Keys and defaults: rule-files.md §10. Secrets are never here: only the
 * names of the files that hold them. */
#ifndef SROK_LOAD_CONFIG_H
#define SROK_LOAD_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/roadmap.h"

enum { SUPERVISORS_MOST = 8 };

struct config_webhook {
	const char *name;
	const char *url, *url_file;     /* one of them, the other NULL */
	const char *secret_file;        /* or NULL */
	const char *format;             /* "standard" … */
	const char *const *stages;      /* NULL: all */
	size_t nstages;
	bool allow_private;
	struct place place;
};

struct config {
	const char *rules;              /* directory */
	const char *database;
	/* What a silent roadmap gets. Bodies by id: they are resolved when
	 * the rules are read. */
	const char *timezone;           /* NULL: the system's */
	enum language language;
	const char *calendar;           /* id */
	enum shift shift;
	const char *const *supervisors;
	size_t nsupervisors;
	struct place supervisor_place;
	struct remind_policy remind;

	const char *const *administrators;      /* addresses; those without
	                         * an @ are names of webhooks */
	size_t nadministrators;
	const char *contact;            /* «Тел. 2-34-56», or NULL */
	struct {
		const char *from_name, *from;   /* addr-spec; never NULL */
		const char *domain;     /* of from: for Message-IDs, EHLO */
		const char *relay;      /* NULL: no mail, letters are spooled */
		const char *reply_to, *user, *password_file, *ca_file;
		bool insecure;
	} mail;
	const char *spool;              /* directory */
	const struct config_webhook *webhooks;
	size_t nwebhooks;
	struct {
		const char *url;        /* NULL: no pages */
		const char *listen, *link_key_file;
	} pages;
	int senders;
	const char *control;            /* socket */
	struct {
		int at_s;               /* seconds of the day: 9 * 3600 */
		int hours_from_s, hours_to_s;
		bool working_days;
	} sending;
	struct {
		unsigned recipient_hour, recipient_day, wave, relay_minute;
	} caps;
	struct {
		int letters_days;       /* 0: for ever */
		int daily, weekly, monthly;
	} keep;
	const char *backup;             /* directory, or NULL */
	struct {
		const char *url, *url_file;     /* one of them, or neither */
		bool allow_private;
		bool none;              /* decided: there is to be none */
	} heartbeat;
};

/* The embedded defaults; texts of static life, nothing to free. */
void config_defaults(struct config *ret);

/* The endpoint of that name, borrowed from c; NULL: there is none. */
const struct config_webhook *config_webhook_of(const struct config *c,
    const char *name);

/* Reads srokd.yaml over the defaults; complaints go to diags (07xx and the
 * common ones). Texts live in a. Returns whether there was no error. */
bool config_load(struct arena *a, const char *path, struct config *ret,
    struct diags *diags);

#endif
