/* address.h - whom a letter goes to, before libcurl sees it.
 *
 * Owns:        nothing.
 * May touch:   libidn2.
 * Never knows: names beside addresses, letters, relays.
 *
 * libcurl passes an address on as it is, CR and LF included: one more line
 * of SMTP for whoever wrote it (trust.md E9, E10). So it is read here by a
 * parser of our own, strictly, and only its result goes out. */
#ifndef SROK_ADDRESS_H
#define SROK_ADDRESS_H

#include <stdbool.h>

/* RFC 5321 §4.5.3.1: a path is 256 octets with its < and >. */
enum { ADDRESS_ROOM = 255, DOMAIN_ROOM = 254 };

/* A Mailbox of RFC 5321 §4.1.2 without quoted local part and without address
 * literal; the domain in A-labels. False, with a reason of static life, when
 * it is none. */
bool address_ascii(const char *address, char ret[ADDRESS_ROOM],
    const char **reterr);

/* A host name in A-labels: UTS #46 non-transitional, independent of the
 * locale, labels of letters, digits and inner hyphens. */
bool domain_ascii(const char *domain, char ret[DOMAIN_ROOM],
    const char **reterr);

#endif
