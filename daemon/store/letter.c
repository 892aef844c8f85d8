/* The life of a letter: its states, its events, its digest. */
#include <sodium.h>
#include <string.h>

#include "store/store.h"

/* decisions.md, "Outbox states, one table for all documents". The names are
 * also what the file holds. */
static const char *const names[LETTER_STATE_COUNT] = {
	[LETTER_QUEUED] = "queued",
	[LETTER_CLAIMED] = "claimed",           /* committed before it goes */
	[LETTER_PAUSED] = "paused",             /* try later */
	[LETTER_UNCERTAIN] = "uncertain",       /* perhaps accepted */
	[LETTER_SENT] = "sent",
	[LETTER_GIVEN_UP] = "given up",
	[LETTER_SUPERSEDED] = "superseded",     /* said in a later letter */
	[LETTER_CANCELLED] = "cancelled",
	[LETTER_HELD] = "held",                 /* waits for a person */
};

const char *
letter_state_name(enum letter_state state)
{
	return state < LETTER_STATE_COUNT ? names[state] : "";
}

/* A cell holds the next state plus one, so that an empty one says "cannot
 * be". What a person held is not superseded: that would send it by the back
 * door; released, it is queued and old, and merges like any other. What may
 * have arrived is not superseded either (decisions.md). An answer that comes
 * late still settles an uncertain letter. */
#define TO(state) ((state) + 1)
static const unsigned char next[LETTER_STATE_COUNT][LETTER_EVENT_COUNT] = {
	[LETTER_QUEUED] = {
		[LETTER_CLAIM] = TO(LETTER_CLAIMED),
		[LETTER_REPLACE] = TO(LETTER_SUPERSEDED),
		[LETTER_CANCEL] = TO(LETTER_CANCELLED),
		[LETTER_HOLD] = TO(LETTER_HELD),
	},
	[LETTER_CLAIMED] = {
		[LETTER_ACCEPTED] = TO(LETTER_SENT),
		[LETTER_REFUSED] = TO(LETTER_GIVEN_UP),
		[LETTER_LATER] = TO(LETTER_PAUSED),
		[LETTER_UNSURE] = TO(LETTER_UNCERTAIN),
		[LETTER_UNBEGUN] = TO(LETTER_QUEUED),
	},
	[LETTER_PAUSED] = {
		[LETTER_REFUSED] = TO(LETTER_GIVEN_UP),
		[LETTER_DUE_AGAIN] = TO(LETTER_QUEUED),
		[LETTER_REPLACE] = TO(LETTER_SUPERSEDED),
		[LETTER_CANCEL] = TO(LETTER_CANCELLED),
		[LETTER_HOLD] = TO(LETTER_HELD),
	},
	[LETTER_UNCERTAIN] = {
		[LETTER_ACCEPTED] = TO(LETTER_SENT),
		[LETTER_REFUSED] = TO(LETTER_GIVEN_UP),
		[LETTER_DUE_AGAIN] = TO(LETTER_QUEUED),
		[LETTER_CANCEL] = TO(LETTER_CANCELLED),
		[LETTER_HOLD] = TO(LETTER_HELD),
	},
	[LETTER_GIVEN_UP] = {
		[LETTER_RELEASE] = TO(LETTER_QUEUED),
	},
	[LETTER_HELD] = {
		[LETTER_CANCEL] = TO(LETTER_CANCELLED),
		[LETTER_RELEASE] = TO(LETTER_QUEUED),
	},
};
#undef TO

enum letter_state
letter_step(enum letter_state state, enum letter_event event)
{
	unsigned cell = state < LETTER_STATE_COUNT &&
	    event < LETTER_EVENT_COUNT ? next[state][event] : 0;

	return cell ? (enum letter_state)(cell - 1) : LETTER_STATE_COUNT;
}

/* RFC 4648 base32 in lower case; the first 26 characters hold 130 bits, more
 * than any number of letters can make collide. */
void
store_digest(const char *text, char buf[STORE_DIGEST])
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char hash[crypto_hash_sha256_BYTES];
	unsigned bits = 0, value = 0;
	size_t used = 0;

	crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
	for (size_t i = 0; i < STORE_DIGEST - 1; i++) {
		if (bits < 5) {
			value = (value & 0xff) << 8 | hash[used++];
			bits += 8;
		}
		bits -= 5;
		buf[i] = alphabet[value >> bits & 31];
	}
	buf[STORE_DIGEST - 1] = '\0';
}
