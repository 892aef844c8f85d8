/* credential.h - a file with a secret, and the host that it is for.
 *
 * Owns:        what it read, until credential_done, which zeroes it.
 * May touch:   files, CREDENTIALS_DIRECTORY of systemd; core/str, address,
 *              libsodium.
 * Never knows: what the secret opens.
 *
 * A secret that names its host cannot be carried off by a changed relay in
 * srokd.yaml: it is used there and nowhere else (decisions.md). The file:
 *
 *	# the password of our mailbox
 *	host relay.dept.example
 *	secret correct horse battery
 *
 * `secret` runs to the end of the line; a second one is the key before or
 * after it while keys are changed (webhooks sign with all). A file for
 * `url_file` has `url https://...` instead; its host may be left out, the
 * address names it. */
#ifndef SROK_CREDENTIAL_H
#define SROK_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"

enum { CREDENTIAL_SECRETS = 4 };

struct credential {
	char *host;                             /* NULL: none named */
	char *url;                              /* NULL: none */
	char *secrets[CREDENTIAL_SECRETS];
	size_t nsecrets;
};

/* Reads the file called name: a path, or, without '/', a credential that
 * systemd has laid into CREDENTIALS_DIRECTORY. It must be a plain file of
 * ours or root's that nobody else can read. False, with the reason, without
 * any of its contents, in *reterr. */
bool credential_read(struct credential *ret, const char *name,
    struct str *reterr);
void credential_done(struct credential *c);

/* Whether it names this host, given in A-labels (no case, no port). */
bool credential_is_for(const struct credential *c, const char *host);

#endif
