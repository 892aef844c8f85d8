/* webhook_sign.h - signatures of Standard Webhooks 1.0.0, version v1.
 *
 * Owns:        keys, until webhook_keys_done, which zeroes them.
 * May touch:   core/str, libsodium.
 * Never knows: HTTP, where secrets come from. */
#ifndef SROK_WEBHOOK_SIGN_H
#define SROK_WEBHOOK_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/str.h"

enum { WEBHOOK_KEYS = 4, WEBHOOK_KEY_MAX = 64 };

struct webhook_keys {
	size_t n;
	struct webhook_key {
		unsigned char bytes[WEBHOOK_KEY_MAX];
		size_t len;
	} keys[WEBHOOK_KEYS];
};

/* Adds a secret as it is written: whsec_ and the base64 of 24 to 64 random
 * bytes. False, with a reason of static life, when it is none. */
bool webhook_keys_add(struct webhook_keys *k, const char *secret,
    const char **reterr);
void webhook_keys_done(struct webhook_keys *k);

/* Appends "v1,BASE64", once for each key and a space between: during a change
 * of keys the receiver may know the old one or the new one. The signed text
 * is id.timestamp.body; id holds no dot; timestamp in Unix seconds. */
void webhook_sign(struct str *out, const struct webhook_keys *k,
    const char *id, int64_t timestamp, const void *body, size_t n);

#endif
