/* config_ways.h - of srokd.yaml, where it is said how words leave the daemon
 * and where they are looked at: mail, webhooks, pages.
 *
 * Owns:        nothing; texts live in the reader's arena.
 * May touch:   schema, config.
 * Never knows: files; whether anybody answers there. */
#ifndef SROK_LOAD_CONFIG_WAYS_H
#define SROK_LOAD_CONFIG_WAYS_H

#include "load/schema.h"

/* Readers of keys; into is the struct config. */
void read_mail(struct reader *r, const struct node *value, void *into);
void read_webhooks(struct reader *r, const struct node *value, void *into);
void read_pages(struct reader *r, const struct node *value, void *into);
extern const struct key_table mail_table, webhook_table, pages_table;

/* An https or http address without a password in it; into is a text. */
void read_web_url(struct reader *r, const struct node *value, void *into);

/* Keys that must never be here: passwords belong into files that only the
 * service can read (rule-files.md §10). */
void read_secret(struct reader *r, const struct node *value, void *into);
extern const struct key_table heartbeat_table;
read_fn read_heartbeat;

#endif
